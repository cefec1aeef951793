#!/usr/bin/env bash
# ./build.sh build | serve | test | bench [browser] | models
set -euo pipefail
cd "$(dirname "$0")"

# build makes what the page loads that is not committed, and says how big it is.
build() {
	generate
	GOOS=js GOARCH=wasm go build -trimpath -ldflags="-s -w" -o public/preflab.wasm ./wasm
	GOOS=js GOARCH=wasm go build -trimpath -ldflags="-s -w" -o public/bench/bench.wasm ./wasm/bench
	mkdir -p public/build
	cp "$(go env GOROOT)/lib/wasm/wasm_exec.js" wasm/simd/kernel.wasm public/
	cp wasm/simd/loader.js public/build/
	vugu_script
	compress
	sizes
}

# generate writes the *_gen.go files, which are not committed.
generate() {
	go generate ./ui/...
}

# vugu_script makes a file of the script that Vugu would eval: as Vugu's own
# build does, without the lines marked DEBUG.
vugu_script() {
	local source
	source="$(go list -m -f '{{.Dir}}' github.com/vugu/vugu)/domrender/renderer-js-script.js"
	sed '/^ *\/\*DEBUG/d' "$source" >public/build/vugu.js
}

# visit lists what a first visit loads before the first pair can be labelled.
visit() {
	ls public/index.html public/*.css public/*.js public/*.wasm public/build/*.js
	[ ! -d public/models/tales/sft ] || find public/models/*/sft -type f ! -name '*.br' ! -name '*.gz' | sort
}

# apart lists what only bench.html loads.
apart() {
	ls public/bench.html public/bench/*.css public/bench/*.js public/bench/*.wasm
}

# compress puts .br and .gz beside each file that is new.
compress() {
	{ visit; apart; } | while read -r file; do
		[ ! "$file" -nt "$file.gz" ] || gzip -9 -k -f -n "$file"
		[ ! "$file" -nt "$file.br" ] || ! command -v brotli >/dev/null || brotli -q 11 -f -k "$file"
	done
}

# sizes prints how many bytes a first visit loads.
sizes() {
	printf '%12s %12s %12s  %s\n' raw gzip brotli file
	local raw=0 gz=0 br=0 file r g b
	while read -r file; do
		r=$(stat -c %s "$file")
		g=$(stat -c %s "$file.gz")
		b=$(stat -c %s "$file.br" 2>/dev/null || echo 0)
		printf '%12d %12d %12d  %s\n' "$r" "$g" "$b" "${file#public/}"
		raw=$((raw + r)) gz=$((gz + g)) br=$((br + b))
	done < <(visit)
	printf '%12d %12d %12d  %s\n' "$raw" "$gz" "$br" total
}

# serve builds and serves the page at http://localhost:8080.
serve() {
	build
	go run ./core/cmd/preflab serve --dir public --addr localhost:8080 "$@"
}

# set_up installs what the tests need on a fresh Debian machine.
set_up() {
	local missing=()
	command -v chromium >/dev/null || missing+=(chromium)
	command -v brotli >/dev/null || missing+=(brotli)
	command -v node >/dev/null || missing+=(nodejs)
	[ ${#missing[@]} -gt 0 ] || return 0
	if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
		echo "build.sh: please install: ${missing[*]}" >&2
		return 0 # the tests that need them say so
	fi
	apt-get update -qq
	DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

# numerics are the packages whose bits must be the same everywhere.
numerics="./core/exact/... ./core/rng/... ./core/kernel/... ./core/nn/... ./core/loss/... ./core/optim/... ./core/method/... ./core/eval/... ./core/lab/... ./core/bench/... ./tests/golden/..."

# tests does everything: set-up, static checks, and every test on every platform.
tests() {
	set_up
	build
	check
	echo "== native"
	go test ./...
	echo "== native, AVX"
	GOEXPERIMENT=simd go test $numerics ./core/pretrain
	echo "== native, fused multiply-add allowed"
	GOAMD64=v3 go test -short $numerics
	echo "== js/wasm in Node"
	GOOS=js GOARCH=wasm go test -short -exec="$(go env GOROOT)/lib/wasm/go_js_wasm_exec" $numerics ./wasm/bridge
}

# check is what a reviewer need not look for.
check() {
	local unformatted staticcheck
	unformatted=$(gofmt -l $(git ls-files '*.go'))
	[ -z "$unformatted" ] || { echo "gofmt these: $unformatted" >&2; return 1; }
	staticcheck=$(go tool -n staticcheck)
	go vet ./...
	GOOS=js GOARCH=wasm go vet ./wasm/... ./ui/...
	"$staticcheck" ./...
	GOOS=js GOARCH=wasm "$staticcheck" ./wasm/... ./ui/...
}

# bench measures, into docs/results: natively on one thread, or with "browser" the
# same jobs and a first visit in Chromium.
bench() {
	local stories=../shared/data/checkpoints/stories260K/stories260K.bin simd=""
	case "${1:-native}" in
	browser)
		build
		PREFLAB_MEASURE=1 go test -count=1 -timeout 60m -v -run Measure ./tests/browser
		;;
	native)
		[ "$(go env GOARCH)" != amd64 ] || simd=simd
		[ -f "$stories" ] || stories=""
		GOEXPERIMENT=$simd go run ./core/cmd/preflab bench --stories "$stories" --out docs/results/bench-native.json
		;;
	*)
		echo "build.sh: bench measures native or browser, not $1" >&2
		return 2
		;;
	esac
}

# models makes public/models again. It resumes where it was interrupted. Vector
# registers give the same bits ten times as fast; only amd64 has them so far.
models() {
	local simd=""
	[ "$(go env GOARCH)" != amd64 ] || simd=simd
	GOEXPERIMENT=$simd go run ./core/cmd/preflab models "$@"
}

case "${1:-}" in
build | serve | bench | models) "$@" ;;
test) tests ;;
*)
	sed -n 2p "$0" | cut -c 3- >&2
	exit 2
	;;
esac
