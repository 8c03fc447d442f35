#!/bin/sh
# SPDX-FileCopyrightText: The Statusbook authors
# SPDX-License-Identifier: MIT
#
# R4: the disk is full, by bytes and by inodes. The old site stays whole, the message names the path, nothing is left
# beside it, and with room again the next build works. Usage: full.sh PROGRAM; as root, in a mount namespace of its own.

set -u
program=$1
here=$(cd "$(dirname "$0")" && pwd)
if [ "${FULL_INSIDE-}" != 1 ]; then
	if ! unshare -m true 2>/dev/null; then
		echo 'skip  R4 full disks: no mount namespace without root'
		exit 0
	fi
	FULL_INSIDE=1 exec unshare -m "$0" "$program"
fi
scratch=$(mktemp -d) || exit 3
trap 'umount "$scratch/disk" 2>/dev/null; rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
mkdir "$scratch/disk" "$scratch/old" "$scratch/new"
for kind in old new; do
	cp -R "$here/../golden/invented/content" "$here/../golden/invented/templates" "$here/../golden/invented/locales" "$scratch/$kind/"
done
sed -i 's/<body/<body id="b"/' "$scratch/new/templates/base.html"
passed=0 failed=0 full=0 fitted=0

fail() {
	failed=$((failed + 1))
	echo "FAIL  $1"
}

ok() {
	passed=$((passed + 1))
}

# check WHERE CONDITION...
check() {
	where=$1
	shift
	if "$@" >/dev/null 2>&1; then ok; else fail "$where: $*"; fi
}

# The pages, not what the program keeps for itself.
same_site() {
	diff -r -x '.statusbook-*' "$1" "$2"
}

"$program" build -q --no-sync -C "$scratch/old" -d "$scratch/expected-old" 2>/dev/null
"$program" build -q --no-sync -C "$scratch/new" -d "$scratch/expected-new" 2>/dev/null
bytes=$(du -sk "$scratch/expected-old" | cut -f1)
files=$(find "$scratch/expected-old" | wc -l)

# one OPTION OPTION-WITH-ROOM WHERE: a build on a disk of that size, over an old site and without one
one() {
	for before in site nothing; do
		mount -t tmpfs -o "$2" none "$scratch/disk" || exit 3
		expected=
		if [ $before = site ]; then
			"$program" build -q --no-sync -C "$scratch/old" -d "$scratch/disk/out" 2>/dev/null
			expected=$scratch/expected-old
		fi
		if ! mount -o "remount,$1" "$scratch/disk" 2>/dev/null; then
			umount "$scratch/disk" # smaller than what is there already
			continue
		fi
		"$program" build -q --color never -C "$scratch/new" -d "$scratch/disk/out" 2>"$scratch/said"
		status=$?
		where="$1, over $before"
		if [ $status -eq 0 ]; then
			fitted=$((fitted + 1))
			check "$where: exit status 0 without the new site" same_site "$scratch/disk/out" "$scratch/expected-new"
		else
			full=$((full + 1))
			check "$where: exit status $status" [ $status -eq 3 ]
			check "$where: the message" grep -q "disk/out.*No space left on device" "$scratch/said"
			if [ -n "$expected" ]; then
				check "$where: the old site" same_site "$scratch/disk/out" "$expected"
			else
				check "$where: part of a site" [ ! -e "$scratch/disk/out" ]
			fi
			check "$where: litter" [ -z "$(find "$scratch/disk" -maxdepth 1 -name '.out.stage*')" ]
		fi
		mount -o "remount,$2" "$scratch/disk"
		"$program" build -q --color never -C "$scratch/new" -d "$scratch/disk/out" 2>"$scratch/said"
		check "$where: the next build" [ $? -eq 0 ]
		check "$where: the next site" same_site "$scratch/disk/out" "$scratch/expected-new"
		umount "$scratch/disk"
	done
}

steps=3
[ -n "${TORTURE-}" ] && steps=20
step=1
while [ $step -le $steps ]; do
	one "size=$((bytes * step * 5 / steps / 2 + 4))k" "size=64m,nr_inodes=10k" bytes
	one "nr_inodes=$((files * step * 5 / steps / 2 + 2))" "size=64m,nr_inodes=10k" inodes
	step=$((step + 1))
done
echo "      $full disks were full, $fitted had room"
[ $full -gt 0 ] || fail 'no disk was full'
echo "R4 full disks: $passed passed, $failed failed"
[ $failed -eq 0 ]
