#!/usr/bin/env bash
# Starts a command as a pod would: in a root file system of its own that holds the distribution in /opt/noisescale, is
# read-only and has no other name space's processes and network; as user 185 without capabilities. Asks the probes
# until they agree, then runs a second command in the pod, and asks the first one to end.
#
#   pod.sh ROOT DISTRIBUTION ENTRYPOINT JAVA_HOME SHM_SIZE PROBE SECOND-COMMAND -- ARGUMENTS…
set -euo pipefail
root=$1 distribution=$2 entrypoint=$3 java_home=$4 shm=$5 probe=$6 second=$7
shift 8

mount -t tmpfs -o mode=755 tmpfs "$root"
mkdir -p "$root"/{usr,etc/noisescale/token,proc,dev/shm,tmp,opt}
mount --bind /usr "$root/usr"
cp -a /bin /sbin /lib* "$root"
for part in /etc/java* /etc/alternatives /etc/ld.so* /etc/nsswitch.conf /etc/hosts; do
    [ ! -e "$part" ] || cp -aL "$part" "$root/etc"
done
echo 'noisescale:x:185:185::/tmp:/usr/sbin/nologin' >"$root/etc/passwd"
cp -a "$distribution" "$root/opt/noisescale"
cp "$entrypoint" "$root/opt/noisescale/bin/entrypoint"
echo demo >"$root/etc/noisescale/token/token"
for device in null urandom random; do
    touch "$root/dev/$device"
    mount --bind "/dev/$device" "$root/dev/$device"
done
mount -t proc proc "$root/proc"
mount -t tmpfs -o "mode=1777,size=$shm" tmpfs "$root/dev/shm"
mount -t tmpfs -o mode=1777,size=64m tmpfs "$root/tmp"
mount -o remount,ro "$root"
ip link set lo up

inside() {
    chroot "$root" /usr/bin/setpriv --reuid=185 --regid=185 --clear-groups --no-new-privs --bounding-set=-all \
        /usr/bin/env -i -C /tmp PATH=/usr/bin:/bin LANG=C.UTF-8 "JAVA_HOME=$java_home" "$@"
}

inside /opt/noisescale/bin/entrypoint "$@" &
pod=$!
answer=
for ((i = 0; i < 300; i++)); do
    kill -0 "$pod" || break
    answer=$({ exec 3<>/dev/tcp/127.0.0.1/"${probe%%/*}" && printf 'GET /%s HTTP/1.0\r\n\r\n' "${probe#*/}" >&3 && head -n 1 <&3; } 2>/dev/null) ||
        true
    case $answer in *200*) break ;; esac
    sleep 0.1
done
echo "probe: $answer"
# shellcheck disable=SC2086 # words
inside /opt/noisescale/bin/entrypoint $second || echo "second command: status $?"
inside touch /opt/noisescale/x 2>&1 || true
kill -TERM "$pod"
wait "$pod" || echo "status $?"
