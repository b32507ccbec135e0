#!/usr/bin/env bash
# Starts a command as a pod would: in a root file system of its own that holds the distribution in /opt/noisescale, in
# name spaces of its own, as a user without capabilities.
#
#   pod.sh FOLDER JAVA_HOME DISTRIBUTION ENTRYPOINT UID WORKING-FOLDER COMMAND…
#
# FOLDER/root is where the root comes to be, FOLDER/hosts its /etc/hosts, FOLDER/hostname its name; FOLDER/mounts has
# lines of
#   memory SIZE PATH | folder SOURCE PATH | folder,ro SOURCE PATH
# FOLDER/read-only is there if the root is to be read-only; FOLDER/variables has the environment, a variable a line.
set -euo pipefail
folder=$1 java_home=$2 distribution=$3 entrypoint=$4 user=$5 working=$6
shift 6
root=$folder/root

mkdir "$root"
mount -t tmpfs -o mode=755 tmpfs "$root"
mkdir -p "$root"/{usr,etc,proc,dev/shm,tmp,opt/noisescale/bin}
mount --bind /usr "$root/usr"
cp -a /bin /sbin /lib* "$root"
for part in /etc/java* /etc/alternatives /etc/ld.so* /etc/nsswitch.conf; do
    [ ! -e "$part" ] || cp -aL "$part" "$root/etc"
done
cp "$folder/hostname" "$root/etc"
touch "$root/etc/hosts"
mount --bind "$folder/hosts" "$root/etc/hosts" # which is written to when another pod moves
hostname -F "$folder/hostname"
echo "noisescale:x:$user:$user::/tmp:/usr/sbin/nologin" >"$root/etc/passwd"
for part in "$distribution"/*; do
    [ "${part##*/}" != bin ] || continue
    mkdir "$root/opt/noisescale/${part##*/}"
    mount --bind -o ro "$part" "$root/opt/noisescale/${part##*/}"
done
cp "$distribution/bin/noisescale" "$entrypoint" "$root/opt/noisescale/bin"
for device in null urandom random; do
    touch "$root/dev/$device"
    mount --bind "/dev/$device" "$root/dev/$device"
done
mount -t proc proc "$root/proc"
while read -r kind what path; do
    mkdir -p "$root$path"
    case $kind in
        memory) mount -t tmpfs -o "mode=1777,size=$what" tmpfs "$root$path" ;;
        folder) mount --bind "$what" "$root$path" ;;
        folder,ro) mount --bind -o ro "$what" "$root$path" ;;
    esac
done <"$folder/mounts"
[ ! -e "$folder/read-only" ] || mount -o remount,ro "$root"
mapfile -t variables <"$folder/variables"
# The second compiler would take half of what processes need that live for seconds.
variables+=("JDK_JAVA_OPTIONS=-XX:TieredStopAtLevel=1")
exec chroot "$root" /usr/bin/setpriv --reuid="$user" --regid="$user" --clear-groups --no-new-privs --bounding-set=-all \
    /usr/bin/env -i -C "$working" PATH=/usr/bin:/bin LANG=C.UTF-8 "JAVA_HOME=$java_home" "${variables[@]}" "$@"
