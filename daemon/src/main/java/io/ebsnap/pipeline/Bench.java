package io.ebsnap.pipeline;

/** What runs a hook, as the first process of namespaces of its own: whatever it mounts or starts is gone with it, however it ends. */
final class Bench {

    /**
     * Arguments: an empty directory; the part with the root file system, or nothing to find it; the hook; then ten for each part, as {@link MountTable#words()} has them.
     * What it has to say itself goes to standard error. Mounts of volumes and snapshots are left first: where mounts are private, a copy of them in here would keep their devices in use while a
     * hook works. Where a root file system names others in its fstab, they are mounted there, but never through a link.
     */
    static final String SCRIPT = """
            set -u
            place=$1 root=$2 hook=$3
            shift 3
            parts=$#
            fail() { echo "$*" >&2; exit 70; }
            each() {
                action=$1
                shift
                while [ $# -ge 10 ]; do
                    "$action" "$1" "$2" "$3" "$4" "$5" "$6" "$7" "$8" "$9" "${10}"
                    shift 10
                done
            }
            mounted() {
                at=$place/parts/$1 where=
                [ -z "$4" ] || where=,loop,offset=$3,sizelimit=$4
                mkdir "$at" || fail "$1 cannot be mounted"
                mount -i -t "$5" -o "$6$where" "$2" "$at" || fail "$1 cannot be mounted"
            }
            known() {
                for mark in etc/fstab etc/os-release usr/lib/os-release; do
                    at=$place/parts/$1/$mark
                    if [ -z "$root" ] && { [ -e "$at" ] || [ -L "$at" ]; }; then root=$1; fi
                done
            }
            inside() {
                at=$place/root rest=$1
                while [ -n "$rest" ]; do
                    step=${rest%%/*}
                    case $rest in */*) rest=${rest#*/} ;; *) rest= ;; esac
                    [ "$step" != .. ] || return 1
                    at=$at/$step
                    [ ! -L "$at" ] && [ -d "$at" ] || return 1
                done
            }
            placed() {
                case $spec in "$7" | "$8" | "$9" | "${10}") ;; *) return 0 ;; esac
                [ "$1" != "$root" ] && inside "$where" || return 0
                mount -i --bind "$place/parts/$1" "$place/root$where" || fail "$1 cannot be mounted on $where"
            }
            gone() {
                umount -R "$1" && return 0
                users=
                for process in /proc/[0-9]*; do
                    [ "$process" = /proc/1 ] || { read -r name <"$process/comm"; } 2>/dev/null || continue
                    [ "$process" = /proc/1 ] || users="$users $name"
                done
                fail "what is mounted of the image is still used: running are$users"
            }
            unmounted() {
                gone "$place/parts/$1"
            }
            ours() {
                [ "$1" != fuse.ebsnap ] || return 0
                device=/sys/class/block/${2#/dev/}
                [ ! -e "$device/partition" ] || device=$device/..
                { read -r behind <"$device/loop/backing_file" || read -r behind <"$device/backend"; } 2>/dev/null || return 1
                case ${behind##*/} in vol-*) ;; *) return 1 ;; esac
            }
            leave() {
                set -- "${1%% - *}" ${1##* - }
                ours "$2" "$3" || return 0
                set -- $1
                umount -l "$(printf '%b' "$5")" 2>/dev/null
            }
            table=$(cat /proc/self/mountinfo)
            set -f
            while IFS= read -r line; do
                leave "$line"
            done <<mounts
            $table
            mounts
            set +f
            if [ $parts -gt 0 ]; then
                mount -i -t tmpfs -o mode=0700 ebsnap "$place" || fail "nothing can be mounted on $place"
                mkdir "$place/parts" "$place/root"
                each mounted "$@"
                [ -n "$root" ] || each known "$@"
                [ -n "$root" ] || fail "none of the parts is a root file system: name it by root"
                mount -i --bind "$place/parts/$root" "$place/root" || fail "$root cannot be mounted"
                if [ -f "$place/root/etc/fstab" ] && [ ! -L "$place/root/etc" ] && [ ! -L "$place/root/etc/fstab" ]; then
                    while read -r spec where rest; do
                        case $where in /?*) each placed "$@" ;; esac
                    done <"$place/root/etc/fstab"
                fi
                export EBSNAP_ROOT="$place/root" EBSNAP_PARTS="$place/parts"
            fi
            umask 022
            /bin/sh -c "$hook" </dev/null 2>&1
            status=$?
            if [ $parts -gt 0 ]; then
                gone "$place/root"
                each unmounted "$@"
            fi
            exit $status
            """;

    private Bench() {}
}
