#!/usr/bin/env bash
# Gives a command a machine of its own for pods: a bridge between their networks, at which it is 10.244.0.1 itself.
set -euo pipefail
mount -t tmpfs tmpfs /run
mkdir /run/netns
mount -t proc proc /proc
ip link set lo up
ip link add pods type bridge
ip address add 10.244.0.1/16 dev pods
ip link set pods up
exec "$@"
