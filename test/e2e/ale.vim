" A Vim session with ALE: the findings arrive in the location list and are written to $OUT.
" usage: NODE=... CLI=dist/cli.cjs OUT=... vim -Nu ale.vim FILE, under a terminal (script -qc "..." /dev/null)
set nocompatible shortmess+=AI noswapfile
packadd! ale
let g:ale_linters = {'python': ['gradsight']}
let g:ale_echo_cursor = 0
filetype plugin on
function! Root(buffer) abort
  return getcwd()
endfunction
function! ServerCommand(buffer) abort
  return $NODE . ' ' . $CLI . ' server --stdio'
endfunction
let s:tries = 0
function! Done() abort
  let s:tries += 1
  if empty(getloclist(0)) && s:tries < 80 | return | endif
  call writefile(map(copy(getloclist(0)), {_, v -> v.lnum . ':' . v.col . ' ' . v.type . ' ' . v.text}), $OUT)
  qall!
endfunction
autocmd VimEnter * call ale#linter#Define('python', {'name': 'gradsight', 'lsp': 'stdio', 'executable': $NODE, 'command': function('ServerCommand'), 'project_root': function('Root')}) | call ale#Queue(0, 'lint_file') | call timer_start(200, {-> Done()}, {'repeat': -1})
