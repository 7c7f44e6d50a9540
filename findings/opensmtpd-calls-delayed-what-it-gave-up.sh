#!/bin/bash
# Pins: opensmtpd 6.8.0p2-4+b4 (Debian 12). Needs root, for chroot; listens on 127.0.0.1 alone.
#
# When the time of a mail in its queue is over (queue ttl), OpenSMTPD throws it away and tells the sender that it is delayed: "Action: delayed", "Status: 4.4.7", "only a temporary failure report", "You DO NOT
# NEED to re-send". No other report follows (RFC 3464, section 2.3.3, has "failed" for that). Only the words "Envelope expired" behind the recipient tell that it will never arrive.
set -euo pipefail
root=$(mktemp -d); chmod 755 "$root"
trap 'kill -- $(cat "$root"/pids 2>/dev/null) 2>/dev/null || true; sleep 1; rm -rf "$root"' EXIT
mkdir -p "$root"/{debs/partial,dev,proc,tmp,run,etc,var/run,var/empty,var/spool/smtpd,home/us/in}
touch "$root/status"
cd "$root/debs"
# An empty list of what is installed brings all that the package needs.
apt-get install -y -qq --download-only --no-install-recommends -o Debug::NoLocking=1 -o Dir::State::status="$root/status" -o Dir::Cache::archives="$root/debs" \
  opensmtpd=6.8.0p2-4+b4 dash coreutils >/dev/null 2>&1
for deb in *.deb; do dpkg -x "$deb" "$root"; done
printf 'root:x:0:0::/root:/bin/sh\nus:x:1000:1000::/home/us:/bin/sh\nopensmtpd:x:101:101::/var/empty:/bin/false\nopensmtpq:x:102:102::/var/empty:/bin/false\n' >"$root/etc/passwd"
printf 'root:x:0:\nus:x:1000:\nopensmtpd:x:101:\nopensmtpq:x:102:\n' >"$root/etc/group"
printf '127.0.0.1 localhost mx.example.com\n' >"$root/etc/hosts"
for device in "null 1 3" "urandom 1 9" "random 1 8"; do set -- $device; mknod -m 666 "$root/dev/$1" c "$2" "$3"; done
chmod 1777 "$root/tmp"; chmod 711 "$root/var/spool/smtpd"; chown -R 1000:1000 "$root/home/us"
cat >"$root/etc/smtpd.conf" <<'X'
queue ttl 5s
listen on 127.0.0.1 port 20525 hostname mx.example.com
action "in" maildir "/home/us/in"
action "out" relay host smtp://127.0.0.1:1
match from any for domain "example.com" action "in"
match from any for any action "out"
X
chroot "$root" /usr/sbin/smtpd -d -f /etc/smtpd.conf >"$root/log" 2>&1 &
echo $! >"$root/pids"
sleep 4
exec 3<>/dev/tcp/127.0.0.1/20525
say() { printf '%s\r\n' "$1" >&3; sleep 0.5; }
say 'EHLO mx.example.com'; say 'MAIL FROM:<us@example.com>'; say 'RCPT TO:<claims@example.org>'; say 'DATA'
printf 'From: us@example.com\r\nTo: claims@example.org\r\nSubject: letter\r\nMessage-Id: <letter-1@example.com>\r\n\r\nPlease pay.\r\n' >&3; say '.'; say 'QUIT'
for _ in $(seq 1 60); do
  sleep 2
  if compgen -G "$root/home/us/in/new/*" >/dev/null; then break; fi
done
sleep 5
queue=$(find "$root/var/spool/smtpd/queue" -type f | wc -l)
reports=("$root"/home/us/in/new/*)
if [ ! -e "${reports[0]}" ]; then cat "$root/log" >&2; echo 'no report came'; exit 1; fi
grep -hE '^Subject:|Envelope expired|temporary failure|DO NOT NEED|^Action:|^Status:' "${reports[@]}"
echo "reports: ${#reports[@]}, files left in the queue: $queue"
if [ "${#reports[@]}" = 1 ] && [ "$queue" = 0 ] && grep -q 'Envelope expired' "${reports[0]}" && grep -q '^Action: delayed' "${reports[0]}" && grep -q '^Status: 4.4.7' "${reports[0]}"; then
  echo 'as seen: the queue is empty, the mail is lost, and the only report says that it is delayed'
else
  echo 'CHANGED'; exit 1
fi
