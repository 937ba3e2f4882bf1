#!/bin/sh
# Makes every profile in this folder again by building and running its program.
# usage: sh make.sh [DIR]
# The programs are built and run in DIR (/opt/sample unless given), so that its
# path and no other is in the profiles.
set -eu

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
dir=${1:-/opt/sample}
pprof=${PPROF:-pprof}

missing=
need() { command -v "$1" >/dev/null 2>&1 || missing="$missing
  $1: $2"; }
need go "https://go.dev/dl"
need g++ "package g++"
if command -v go >/dev/null 2>&1 && ! command -v "$pprof" >/dev/null 2>&1; then
    pprof=$(go env GOPATH)/bin/pprof
fi
need "$pprof" "go install github.com/google/pprof@latest"
if command -v g++ >/dev/null 2>&1 &&
    ! echo '#include <gperftools/profiler.h>' | g++ -E -x c++ - >/dev/null 2>&1; then
    missing="$missing
  gperftools: package libgoogle-perftools-dev"
fi
if [ -n "$missing" ]; then
    echo "make.sh: missing:$missing" >&2
    exit 1
fi

mkdir -p "$dir"
dir=$(cd "$dir" && pwd)

echo "Go service"
export CGO_ENABLED=0
for v in slow fast; do
    (cd "$here/svc" && go build -trimpath -buildvcs=false -tags "$v" -o "$dir/shop" .)
    "$dir/shop" -out "$dir/svc-$v"
done

echo "Go benchmark"
go test -c -trimpath -o "$dir/json.test" encoding/json
(cd "$(go env GOROOT)/src/encoding/json" && "$dir/json.test" -test.run='^$' -test.bench=Code \
    -test.cpuprofile="$dir/go-json.cpu.pb.gz" -test.memprofile="$dir/go-json.mem.pb.gz")

echo "C++ program"
(cd "$here/cpp" && g++ -std=c++17 -Wall -Wextra -O2 -g -ffile-prefix-map="$here/cpp=$dir" \
    -o "$dir/words" words.cpp -Wl,--no-as-needed -lprofiler)
CPUPROFILE="$dir/words.prof" "$dir/words"
"$pprof" -proto -symbolize=local:demangle=templates -output "$dir/cpp.cpu.pb.gz" \
    "$dir/words" "$dir/words.prof"

for f in "$dir"/*.pb.gz; do
    if gzip -dc "$f" | grep -a -q -F -e "$here" -e "$(go env GOROOT)/"; then
        echo "make.sh: $f holds a path of this machine" >&2
        exit 1
    fi
done
mv "$dir"/*.pb.gz "$here"
ls -l "$here"/*.pb.gz
