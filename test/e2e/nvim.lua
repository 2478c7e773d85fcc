-- A Neovim session without a window: diagnostics, hover, code action, applied fix. Works from Neovim 0.7 on.
-- usage: NODE=... CLI=dist/cli.cjs nvim --headless --clean -u NONE FILE -S nvim.lua
local ok, err = pcall(function()
  local function out(...) io.stdout:write(table.concat(vim.tbl_map(tostring, { ... }), ' '), '\n') end
  local client = vim.lsp.start_client({ name = 'gradsight', cmd = { os.getenv('NODE'), os.getenv('CLI'), 'server', '--stdio' }, root_dir = vim.fn.getcwd() })
  local buf = vim.api.nvim_get_current_buf()
  vim.bo[buf].filetype = 'python'
  vim.lsp.buf_attach_client(buf, client)
  assert(vim.wait(15000, function() return #vim.diagnostic.get(buf) > 0 end, 50), 'no diagnostics')
  local found = vim.diagnostic.get(buf)
  for _, d in ipairs(found) do out(('%d:%d %s'):format(d.lnum + 1, d.col + 1, d.message)) end
  local line = tonumber(os.getenv('LINE'))
  local column = vim.api.nvim_buf_get_lines(buf, line - 1, line, false)[1]:find(os.getenv('WORD'))
  vim.api.nvim_win_set_cursor(0, { line, column })
  local hovers = vim.lsp.buf_request_sync(buf, 'textDocument/hover', vim.lsp.util.make_position_params(), 5000)
  local told
  for _, r in pairs(hovers) do told = r.result and r.result.contents.value end
  assert(told, 'no hover')
  out('hover:', (told:gsub('\n', ' ')))
  local first = found[1]
  vim.api.nvim_win_set_cursor(0, { first.lnum + 1, first.col })
  local params = vim.lsp.util.make_range_params()
  params.context = { diagnostics = vim.tbl_map(function(d)
    return { range = { start = { line = d.lnum, character = d.col }, ['end'] = { line = d.end_lnum, character = d.end_col } },
      message = d.message, source = d.source, code = d.code, severity = d.severity, data = d.user_data.lsp and d.user_data.lsp.data }
  end, found) }
  local applied = false
  for _, r in pairs(vim.lsp.buf_request_sync(buf, 'textDocument/codeAction', params, 5000)) do
    for _, action in ipairs(r.result or {}) do
      out('action:', action.title)
      if not applied and action.title:find(os.getenv('FIX')) then
        vim.lsp.util.apply_workspace_edit(action.edit, 'utf-16')
        applied = true
      end
    end
  end
  assert(applied, 'no fix')
  assert(vim.wait(5000, function() return #vim.diagnostic.get(buf) == 0 end, 50), 'the finding did not go away')
  local text = table.concat(vim.api.nvim_buf_get_lines(buf, 0, -1, false), '\n')
  assert(text:find(os.getenv('FIXED'), 1, true), 'the text is not fixed')
  vim.lsp.stop_client(client)
end)
if not ok then io.stderr:write(tostring(err), '\n') end
vim.cmd(ok and 'qa!' or 'cq')
