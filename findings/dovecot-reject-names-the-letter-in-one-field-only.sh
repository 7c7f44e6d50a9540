#!/bin/bash
# Pins: dovecot-sieve and dovecot-core 1:2.3.19.1+dfsg1-2.1+deb12u7 (Debian 12). Needs root, for chroot.
#
# Dovecot's Sieve answers a mail that a script rejects (RFC 5429) with a disposition notification "deleted". It has neither In-Reply-To nor References, so that Original-Message-ID alone tells which mail
# is meant; and its subject is cut out of the raw header: a line fold becomes "? ", and of a subject in encoded words (RFC 2047) the words are joined with "?" between them and cut in the middle of one, after
# which no reader can decode more than the first.
set -euo pipefail
VERSION=1:2.3.19.1+dfsg1-2.1+deb12u7
root=$(mktemp -d); trap 'rm -rf "$root"' EXIT
chmod 755 "$root"
mkdir -p "$root"/{debs/partial,dev,tmp,var/mail/agent,root}
touch "$root/status"
cd "$root/debs"
# An empty list of what is installed brings all that the package needs.
apt-get install -y -qq --download-only --no-install-recommends -o Debug::NoLocking=1 -o Dir::State::status="$root/status" -o Dir::Cache::archives="$root/debs" \
  "dovecot-sieve=$VERSION" "dovecot-core=$VERSION" dash coreutils >/dev/null 2>&1
for deb in *.deb; do dpkg -x "$deb" "$root"; done
printf 'root:x:0:0::/root:/bin/sh\nagent:x:1000:1000::/var/mail/agent:/bin/sh\ndovecot:x:101:101::/:/bin/false\ndovenull:x:102:102::/:/bin/false\n' >"$root/etc/passwd"
printf 'root:x:0:\nagent:x:1000:\ndovecot:x:101:\ndovenull:x:102:\n' >"$root/etc/group"
mknod -m 666 "$root/dev/null" c 1 3; mknod -m 666 "$root/dev/urandom" c 1 9
chmod 777 "$root/tmp"
cat >"$root/send" <<'X'
#!/bin/dash
cat >/tmp/answer
X
cat >"$root/var/mail/agent/agent.sieve" <<'X'
require "reject";
reject "Claims are taken through the portal only.";
X
chmod 755 "$root/send"; chmod 644 "$root/var/mail/agent/agent.sieve"; chown -R 1000:1000 "$root/var/mail/agent"
cat >"$root/d.conf" <<'X'
log_path = /tmp/log
base_dir = /tmp
hostname = mx.example.org
postmaster_address = postmaster@example.org
sendmail_path = /send
mail_location = maildir:~/Maildir
ssl = no
protocol lda {
  mail_plugins = sieve
}
plugin {
  sieve = ~/agent.sieve
}
X
answer() {
  rm -f "$root/tmp/answer"
  printf 'From: Us <us@example.com>\nTo: agent@example.org\nSubject: %s\nMessage-Id: <letter-1@example.com>\nDate: Fri, 10 Jul 2026 08:00:00 +0000\n\nPlease pay.\n' "$1" |
    chroot --userspec=1000:1000 "$root" /usr/bin/env HOME=/var/mail/agent USER=agent /usr/lib/dovecot/dovecot-lda -c /d.conf -f us@example.com -a agent@example.org || true
  cat "$root/tmp/answer" || { cat "$root/tmp/log" >&2; exit 1; }
}
echo "Dovecot $(chroot "$root" /usr/sbin/dovecot --version), package $VERSION"
plain=$(answer "$(printf 'Case 4711: 10.00 EUR charged twice, order\n 7710045501')")
encoded=$(answer "$(printf '=?utf-8?b?0J7QsdGA0LDRidC10L3QuNC1IEQtMzI4YWRmM2RhMzkyOg==?=\n =?utf-8?b?INC/0YDQvtGB0YzQsdCwINC/0L7QtNGC0LLQtdGA0LTQuNGC0Ywg0LTQstCw?=\n 27811211516')")
fails=0
see() { if grep -qE "$2" <<<"$1"; then echo "as seen: $3"; else echo "CHANGED: no longer $3"; fails=1; fi; }
no() { if grep -qiE "$2" <<<"$1"; then echo "CHANGED: no longer $3"; fails=1; else echo "as seen: $3"; fi; }
grep -E '^Subject: Rejected' <<<"$plain" || true
grep -A1 -E '^Subject: Rejected' <<<"$encoded" || true
see "$plain" '^Disposition: automatic-action/MDN-sent-automatically; deleted' 'the answer is a disposition "deleted"'
see "$plain" '^Original-Message-ID: <letter-1@example.com>' 'Original-Message-ID names the mail'
no "$plain" '^(In-Reply-To|References):' 'neither In-Reply-To nor References'
see "$plain" '^Subject: Rejected: Case 4711: 10.00 EUR charged twice, order\? 7710045501' 'a fold of the subject is written as "? "'
see "$encoded" '^Subject: Rejected: =\?utf-8\?b\?[A-Za-z0-9+/=]*\?=\? =\?utf-8\?b\?.*\.\.\.' 'encoded words are joined with "?" and cut inside a word'
exit $fails
