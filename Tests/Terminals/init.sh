#!/bin/sh
# The first process of the virtual machine: a shell on its serial line. The screen is left to the kernel and to kiosk.
export PATH=/bin HOME=/tmp LANG=C.UTF-8 SWIFT_BACKTRACE=enable=no
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
mount -t tmpfs tmp /tmp
ln -s /proc/self/fd /dev/fd
ip link set lo up
# Without a driver for its card the kernel stays in the text mode in which the machine began.
if grep -qw large /proc/cmdline; then
    for module in /modules/*.ko; do insmod "$module" 2>/dev/null; done
fi
cd /tmp || exit 1
# Not interactive, and without a terminal of its own: kiosk's is the console.
exec </dev/ttyS0 >/dev/ttyS0 2>&1
echo "the machine listens"
while :; do
    while read -r line; do eval "$line"; done
done
