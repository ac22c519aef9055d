#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
#
# Makes the certificates of the practice servers, at build time, so that no
# private key stands in the repository.
#
#   make-certificates.sh OPENSSL OUTPUT-DIRECTORY
#
# ca.pem is the practice root.  Every other file is what one server shows: its
# certificate, the rest of the chain as far as it is sent, and its key.
set -eu
umask 077

openssl=$1
mkdir -p "$2"
out=$(cd "$2" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# "openssl ca" is the one command that sets both dates in every version.
cat > ca.cnf <<END
[ca]
default_ca = practice
[practice]
dir = $work
database = $work/index
new_certs_dir = $work
rand_serial = yes
unique_subject = no
default_md = sha256
policy = anything
[anything]
countryName = optional
organizationName = optional
organizationalUnitName = optional
commonName = supplied
[req]
distinguished_name = none
prompt = no
[none]
END
: > index

good_from=20160101000000Z
good_until=20451231235959Z

quietly () {
  "$@" > "$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
}

# make NAME SUBJECT FROM UNTIL ISSUER EXTENSION…; ISSUER "-" signs itself
make () {
  name=$1 subject=$2 from=$3 until=$4 issuer=$5
  shift 5
  { echo "[extensions]"; for line; do echo "$line"; done; } > "$name.ext"
  quietly "$openssl" ecparam -name prime256v1 -genkey -noout -out "$name.ec"
  quietly "$openssl" pkcs8 -topk8 -nocrypt -in "$name.ec" -out "$name.key"
  quietly "$openssl" req -new -config ca.cnf -utf8 -key "$name.key" \
    -subj "$subject" -out "$name.csr"
  if [ "$issuer" = - ]; then
    set -- -selfsign -keyfile "$name.key"
  else
    set -- -cert "$issuer.crt" -keyfile "$issuer.key"
  fi
  quietly "$openssl" ca -batch -config ca.cnf -notext -utf8 -preserveDN \
    "$@" -startdate "$from" -enddate "$until" -extensions extensions \
    -extfile "$name.ext" -in "$name.csr" -out "$name.crt"
}

authority () {
  make "$1" "$2" "$good_from" "$good_until" "$3" \
    'basicConstraints = critical, CA:TRUE' \
    'keyUsage = critical, keyCertSign, cRLSign' \
    'subjectKeyIdentifier = hash' \
    'authorityKeyIdentifier = keyid:always'
}

# leaf NAME ISSUER FROM UNTIL HOST…
leaf () {
  name=$1 issuer=$2 from=$3 until=$4 names='' common=$5
  shift 4
  for host; do names="$names${names:+, }DNS:$host"; done
  make "$name" "/CN=$common" "$from" "$until" "$issuer" \
    'basicConstraints = critical, CA:FALSE' \
    'keyUsage = critical, digitalSignature' \
    'extendedKeyUsage = serverAuth' \
    'subjectKeyIdentifier = hash' \
    "subjectAltName = $names"
}

# show NAME CHAIN…
show () {
  name=$1
  shift
  cat "$name.crt" > "$name.chain"
  for above; do cat "$above.crt" >> "$name.chain"; done
  cat "$name.chain" "$name.key" > "$out/$name.pem"
}

practice='trust it nowhere'
authority ca "/O=Todoku/CN=Todoku practice CA, $practice" -
# The organisation is that of the real issuer: Todoku looks at it.
authority google "/O=Google Trust Services/CN=Todoku practice, $practice" ca
authority microsoft "/O=Microsoft Corporation/CN=Todoku practice, $practice" ca
authority public "/O=Todoku practice/CN=Todoku practice intermediate, $practice" ca
authority stranger "/O=Example school/CN=Example school CA, made for practice, $practice" -
authority eset "/O=ESET, spol. s r. o./CN=ESET SSL Filter CA (practice, $practice)" -
authority filter "/O=Fortinet/OU=Certificate Authority/CN=FortiGate CA (practice, $practice)" -

gmail='imap.gmail.com pop.gmail.com smtp.gmail.com smtp-relay.gmail.com'
gmail="$gmail imap.googlemail.com"
outlook='outlook.office365.com smtp.office365.com smtp-mail.outlook.com'
outlook="$outlook outlook.office.com imap-mail.outlook.com pop-mail.outlook.com"
example='mail.example.jp imap.example.jp pop.example.jp smtp.example.jp'

# Word splitting of the host lists is meant.
leaf gmail google $good_from $good_until $gmail
show gmail google
leaf outlook microsoft $good_from $good_until $outlook
show outlook microsoft
leaf example public $good_from $good_until $example
show example public
leaf expired public $good_from 20220331235959Z $example
show expired public
leaf not-yet-valid public 20430401000000Z $good_until $example
show not-yet-valid public
leaf self-signed - $good_from $good_until $example
show self-signed
leaf wrong-name public $good_from $good_until www.example.net example.net
show wrong-name public
leaf untrusted stranger $good_from $good_until $example
show untrusted stranger
leaf missing-intermediate public $good_from $good_until $example
show missing-intermediate
leaf security-software eset $good_from $good_until $gmail
show security-software eset
leaf school-filter filter $good_from $good_until $gmail
show school-filter filter
leaf gmail-not-yet-valid google 20430401000000Z $good_until $gmail
show gmail-not-yet-valid google

# A key of 1024 bits, which GIO takes without a word.
quietly "$openssl" genrsa -out weak.key 1024
quietly "$openssl" req -new -config ca.cnf -utf8 -key weak.key \
  -subj /CN=imap.example.jp -out weak.csr
{
  echo "[extensions]"
  echo "basicConstraints = critical, CA:FALSE"
  echo "extendedKeyUsage = serverAuth"
  echo "subjectAltName = DNS:imap.example.jp, DNS:smtp.example.jp"
} > weak.ext
quietly "$openssl" ca -batch -config ca.cnf -notext -utf8 -preserveDN \
  -cert public.crt -keyfile public.key -startdate $good_from \
  -enddate $good_until -extensions extensions -extfile weak.ext \
  -in weak.csr -out weak.crt
show weak public

make unsuitable /CN=imap.example.jp $good_from $good_until public \
  'basicConstraints = critical, CA:FALSE' \
  'keyUsage = critical, digitalSignature' \
  'extendedKeyUsage = clientAuth' \
  'subjectAltName = DNS:imap.example.jp, DNS:smtp.example.jp'
show unsuitable public

# A promise that a server without staples cannot keep (RFC 7633).
make must-staple /CN=imap.example.jp $good_from $good_until public \
  'basicConstraints = critical, CA:FALSE' \
  'keyUsage = critical, digitalSignature' \
  'extendedKeyUsage = serverAuth' \
  'subjectAltName = DNS:imap.example.jp, DNS:smtp.example.jp' \
  'tlsfeature = status_request'
show must-staple public

# The words that Google's servers show to clients without SNI.
make no-sni '/OU=No SNI provided; please fix your client./CN=invalid2.invalid' \
  $good_from $good_until - 'basicConstraints = critical, CA:FALSE' \
  'subjectAltName = DNS:invalid2.invalid'
show no-sni
leaf yahoo-jp public $good_from $good_until imap.mail.yahoo.co.jp
show yahoo-jp public
cp ca.crt "$out/ca.pem"
