#!/usr/bin/env bash
# Debian packages for tests with a real browser, Japanese fonts, a real Virtuoso, nginx and Apache.
# Where apt cannot be used the tests that need them are skipped and say so.
set -u
wanted=(chromium chromium-driver fonts-noto-cjk virtuoso-opensource nginx-light apache2-bin)
missing=()
for package in "${wanted[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
[ "${#missing[@]}" -eq 0 ] && exit 0
if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
  echo "not installed: ${missing[*]} (apt-get is not usable here; tests that need them are skipped)"
  exit 0
fi
export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 # what is installed is not started
apt-get update -qq && apt-get install -qq -y --no-install-recommends "${missing[@]}" >/dev/null ||
  echo "not installed: ${missing[*]} (apt-get failed; tests that need them are skipped)"
exit 0
