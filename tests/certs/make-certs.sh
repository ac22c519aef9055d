#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright 2026 The Todoku authors
#
# Makes every certificate of the tests with openssl(1), anew for each build:
# keys are never committed.  Usage: make-certs.sh FOLDER [STAMP]
#
# NAME.pem holds a chain as a server sends it, leaf first, NAME.above what stands
# above the leaf, and NAME.key its key.  root.pem is the one anchor that the tests trust.  Validity is counted
# from now with wide margins, for a build folder may be old when its tests run.
# Only "openssl ca" takes dates in the past, so it signs everything.
set -eu

folder=$1
stamp=${2:-$1/stamp}
mkdir -p "$folder"
stamp=$(cd "$(dirname "$stamp")" && pwd)/$(basename "$stamp")
cd "$folder"
rm -rf state
mkdir state
: > state/index.txt
echo 1000 > state/serial

cat > state/openssl.cnf <<'END'
[req]
distinguished_name = name
prompt = no
[name]
[ca]
default_ca = desk
[desk]
database = state/index.txt
serial = state/serial
new_certs_dir = state
policy = any
unique_subject = no
email_in_dn = no
default_md = sha256
rand_serial = yes
[any]
commonName = optional
organizationName = optional
END

# day OFFSET: a point in time as openssl ca takes it
day () {
  date -u -d "$1" +%Y%m%d%H%M%SZ
}

# key NAME [RSA-BITS]: P-256 unless bits are given
key () {
  if [ $# -gt 1 ]; then
    openssl genrsa -out "$1.key" "$2" 2>> state/log
  else
    openssl ecparam -name prime256v1 -genkey -noout -out "$1.key" 2>> state/log
  fi
}

# sign NAME SIGNER SUBJECT FROM UNTIL EXTENSIONS [OPTION...]
# SIGNER "self" signs with the certificate's own key.
sign () {
  name=$1 signer=$2 subject=$3 from=$4 until=$5 extensions=$6
  shift 6
  printf '[extensions]\n%b\n' "$extensions" > state/extensions.cnf
  openssl req -new -config state/openssl.cnf -utf8 -key "$name.key" -subj "$subject" -out state/request.pem
  if [ "$signer" = self ]; then
    set -- "$@" -selfsign -keyfile "$name.key"
  else
    set -- "$@" -cert "$signer.crt" -keyfile "$signer.key"
  fi
  openssl ca -config state/openssl.cnf -batch -notext -preserveDN -utf8 \
    -in state/request.pem -out "$name.crt" \
    -startdate "$(day "$from")" -enddate "$(day "$until")" \
    -extfile state/extensions.cnf -extensions extensions "$@" 2>> state/log
}

authority='basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash'
server='basicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth'
names='subjectAltName=DNS:mail.example.com,DNS:*.wild.example.com,IP:127.0.0.1,IP:::1'
good="$server\n$names"
leaf='/O=Example Mail/CN=mail.example.com'

chain () { # chain NAME PART...
  file=$1
  shift
  for part in "$@"; do cat "$part.crt"; done > "$file.pem"
  shift
  for part in "$@"; do cat "$part.crt"; done > "$file.above"
}

# ---- authorities

for name in root other intermediate expired-intermediate; do key $name; done
sign root self '/O=Todoku Tests/CN=Test Root' '-10 days' '+3650 days' "$authority"
sign other self '/O=Somebody Else/CN=Unknown Root' '-10 days' '+3650 days' "$authority"
sign intermediate root '/O=Todoku Tests/CN=Test Intermediate' '-10 days' '+3200 days' "$authority"
sign expired-intermediate root '/O=Todoku Tests/CN=Old Intermediate' '-100 days' '-1 days' "$authority"
cp root.crt root.pem

# ---- good ones, and those with one thing wrong

# simple NAME SIGNER FROM UNTIL EXTENSIONS [OPTION...]: a P-256 leaf
simple () {
  name=$1 signer=$2 from=$3 until=$4 extensions=$5
  shift 5
  key "$name"
  sign "$name" "$signer" "$leaf" "$from" "$until" "$extensions" "$@"
}

simple valid intermediate '-5 days' '+3000 days' "$good"
chain valid valid intermediate
cp valid.key with-root.key
chain with-root valid intermediate root
cp valid.key missing-intermediate.key
chain missing-intermediate valid

simple direct root '-5 days' '+3000 days' "$good"
chain direct direct

simple expired intermediate '-90 days' '-1 days' "$good"
chain expired expired intermediate

simple expired-by-a-second intermediate '-90 days' '-1 seconds' "$good"
chain expired-by-a-second expired-by-a-second intermediate

simple under-expired expired-intermediate '-5 days' '+3000 days' "$good"
chain expired-intermediate-chain under-expired expired-intermediate
cp under-expired.key expired-intermediate-chain.key

simple not-yet-valid intermediate '+1500 days' '+3000 days' "$good"
chain not-yet-valid not-yet-valid intermediate

simple wrong-name intermediate '-5 days' '+3000 days' "$server\nsubjectAltName=DNS:other.example.jp,DNS:www.example.jp"
chain wrong-name wrong-name intermediate

simple cn-only intermediate '-5 days' '+3000 days' "$server"
chain cn-only cn-only intermediate

simple uri-only intermediate '-5 days' '+3000 days' "$server\nsubjectAltName=URI:imap://mail.example.com"
chain uri-only uri-only intermediate

simple client-only intermediate '-5 days' '+3000 days' "basicConstraints=CA:FALSE\nextendedKeyUsage=clientAuth\n$names"
chain client-only client-only intermediate

simple ca-leaf intermediate '-5 days' '+3000 days' "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,digitalSignature\n$names"
chain ca-leaf ca-leaf intermediate

simple sha1 intermediate '-5 days' '+3000 days' "$good" -md sha1
chain sha1 sha1 intermediate

key rsa2048 2048
sign rsa2048 intermediate "$leaf" '-5 days' '+3000 days' "$good"
chain rsa2048 rsa2048 intermediate

key rsa1024 1024
sign rsa1024 intermediate "$leaf" '-5 days' '+3000 days' "$good"
chain rsa1024 rsa1024 intermediate

simple self-signed self '-5 days' '+3000 days' "$good"
chain self-signed self-signed

simple untrusted other '-5 days' '+3000 days' "$good"
chain untrusted untrusted other

# A leaf that another leaf signed: the signer is no authority.
key under-leaf
sign under-leaf direct '/CN=under.example.com' '-5 days' '+3000 days' "$good"
chain under-leaf under-leaf direct

# An expired cross-certificate for a root that is trusted itself: what a server
# sends too much is no fault (as after 2021-09-30 at many servers).
cp root.key crossed.key
sign crossed other '/O=Todoku Tests/CN=Test Root' '-100 days' '-1 days' "$authority"
cp valid.key crossed-chain.key
chain crossed-chain valid intermediate crossed

# Two authorities that vouch for each other, and a leaf under one of them.
key circle-a
key circle-b
sign circle-a self '/CN=Circle A' '-10 days' '+3000 days' "$authority"
sign circle-b self '/CN=Circle B' '-10 days' '+3000 days' "$authority"
cp circle-b.crt state/circle-b.crt
cp circle-b.key state/circle-b.key
sign circle-b circle-a '/CN=Circle B' '-10 days' '+3000 days' "$authority"
sign circle-a state/circle-b '/CN=Circle A' '-10 days' '+3000 days' "$authority"
simple circular circle-a '-5 days' '+3000 days' "$good"
chain circular circular circle-a circle-b

# A domain's web server, and a third party's.
key web
sign web intermediate '/O=Example/CN=example.com' '-5 days' '+3000 days' "$server\nsubjectAltName=DNS:example.com,DNS:autoconfig.example.com,DNS:autoconfig.thunderbird.net"
chain web web intermediate

# What GIO calls a generic error, each for a reason of its own (safety.md TL-14).
simple unknown-critical intermediate '-5 days' '+3000 days' "$good\n1.3.6.1.4.1.32473.1=critical,ASN1:UTF8String:obey"
chain unknown-critical unknown-critical intermediate

key constrained
sign constrained root '/O=Todoku Tests/CN=Only For example.jp' '-10 days' '+3200 days' "$authority\nnameConstraints=critical,permitted;DNS:example.jp"
simple under-constrained constrained '-5 days' '+3000 days' "$good"
chain name-constraints under-constrained constrained
cp under-constrained.key name-constraints.key

key pathlen
sign pathlen root '/O=Todoku Tests/CN=No Authority Below' '-10 days' '+3200 days' 'basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign'
key below-pathlen
sign below-pathlen pathlen '/O=Todoku Tests/CN=Authority Below' '-10 days' '+3200 days' "$authority"
simple too-deep below-pathlen '-5 days' '+3000 days' "$good"
chain too-deep too-deep below-pathlen pathlen

# Keys and signatures that are broken (TL-10).
key rsa512 512
sign rsa512 intermediate "$leaf" '-5 days' '+3000 days' "$good"
chain rsa512 rsa512 intermediate

key rsa-authority 2048
sign rsa-authority root '/O=Todoku Tests/CN=Test RSA' '-10 days' '+3200 days' "$authority"
simple md5 rsa-authority '-5 days' '+3000 days' "$good" -md md5
chain md5 md5 rsa-authority

openssl dsaparam -out state/dsa.pem 1024 2>> state/log
openssl gendsa -out dsa.key state/dsa.pem 2>> state/log
sign dsa intermediate "$leaf" '-5 days' '+3000 days' "$good"
chain dsa dsa intermediate

# Version 1 knows neither names nor uses (TL-09).
key version-1
openssl req -new -config state/openssl.cnf -key version-1.key -subj "$leaf" -out state/request.pem
openssl x509 -req -in state/request.pem -CA intermediate.crt -CAkey intermediate.key \
  -set_serial 1 -days 3000 -out version-1.crt 2>> state/log
chain version-1 version-1 intermediate

simple srv-only intermediate '-5 days' '+3000 days' "$server\nsubjectAltName=otherName:1.3.6.1.5.5.7.8.7;IA5STRING:_imaps.mail.example.com"
chain srv-only srv-only intermediate

# san NAME...: subjectAltName with these DNS names, whatever their bytes
san () {
  python3 - "$@" <<'END'
import sys

def der(tag, body):
    size = len(body)
    octets = size.to_bytes(3, 'big').lstrip(b'\0') or b'\0'
    head = bytes([size]) if size < 128 else bytes([128 + len(octets)]) + octets
    return bytes([tag]) + head + body

names = [name.encode('latin-1').decode('unicode_escape').encode('latin-1')
         for name in sys.argv[1:]]
print('subjectAltName=DER:'
      + der(0x30, b''.join(der(0x82, name) for name in names)).hex(':'))
END
}

# A name that ends where C would end it (TL-08), in the list and in CN.
simple nul-name intermediate '-5 days' '+3000 days' "$server\n$(san 'mail.example.com\0.evil.example')"
chain nul-name nul-name intermediate

key nul-subject
sign nul-subject intermediate '/O=Example Mail/CN=mail.example.com@.evil.example' '-5 days' '+3000 days' "$server"
python3 - nul-subject.crt intermediate.key <<'END'
import base64, subprocess, sys

path, key = sys.argv[1:]
pem = open(path).read().replace('-----BEGIN CERTIFICATE-----', '')
der = bytearray(base64.b64decode(pem.replace('-----END CERTIFICATE-----', '')))
at = der.index(b'com@.evil') + 3
der[at] = 0
# Two headers of four bytes: the certificate's and that of what is signed.
size = 4 + int.from_bytes(der[6:8], 'big')
body = bytes(der[4:4 + size])
signed = subprocess.run(['openssl', 'dgst', '-sha256', '-sign', key],
                        input=body, capture_output=True, check=True).stdout
algorithm = bytes.fromhex('300a06082a8648ce3d040302')
rest = algorithm + bytes([3, len(signed) + 1, 0]) + signed
whole = b'\x30\x82' + (size + len(rest)).to_bytes(2, 'big') + body + rest
with open(path, 'w') as f:
    f.write('-----BEGIN CERTIFICATE-----\n' + base64.encodebytes(whole).decode()
            + '-----END CERTIFICATE-----\n')
END
chain nul-subject nul-subject intermediate

# A chain with a gap in its middle: who vouches for the last is not sent.
key gap
sign gap intermediate '/O=Todoku Tests/CN=Below The Gap' '-10 days' '+3200 days' "$authority"
simple over-gap gap '-5 days' '+3000 days' "$good"
chain gap-in-chain over-gap gap
cp over-gap.key gap-in-chain.key

# The same, with the root behind the gap: it is no issuer of what was sent.
cp over-gap.key gap-below-root.key
chain gap-below-root over-gap gap root

# A promise that is none of a staple: extension 17 came before it (RFC 6961).
simple other-feature intermediate '-5 days' '+3000 days' "$good\ntlsfeature=17"
chain other-feature other-feature intermediate

# A staple that says: revoked (OCSP, RFC 6960), and one that says: good; and one
# that the certificate promises (RFC 7633).
for name in revoked stapled must-staple; do
  promise=
  [ $name != must-staple ] || promise='\ntlsfeature=status_request'
  simple $name intermediate '-5 days' '+3000 days' "$good$promise"
  chain $name $name intermediate
  serial=$(openssl x509 -in $name.crt -noout -serial)
  if [ $name = revoked ]; then status='R\t350101000000Z\t260101000000Z,keyCompromise';
  else status='V\t350101000000Z\t'; fi
  printf "$status\t%s\tunknown\t%s\n" "${serial#*=}" "$leaf" > state/ocsp.txt
  openssl ocsp -index state/ocsp.txt -CA intermediate.crt -rsigner intermediate.crt \
    -rkey intermediate.key -issuer intermediate.crt -cert $name.crt -ndays 3000 \
    -respout $name.ocsp > /dev/null 2>> state/log
done

# Names that carry what must never reach a widget as it is.
simple hostile-names intermediate '-5 days' '+3000 days' "$server\n$(san mail.example.com \
  '<b>&</b>' 'a\x1b[31mb' 'a\xe2\x80\xaeb' 'a\nb' "$(printf %060000d 0)")"
chain hostile-names hostile-names intermediate
key hostile
sign hostile intermediate '/O=<b>Evil\, Inc.<\/b>/CN=a'"$(printf '\342\200\256')"'b' '-5 days' '+3000 days' "$good"
chain hostile hostile intermediate

# Three thousand names and ten thousand, the right one last.
for number in 3000 10000; do
  many=$(seq -f 'DNS:n%g.example.jp,' $number | tr -d '\n')
  simple many-names-$number intermediate '-5 days' '+3000 days' "$server\nsubjectAltName=${many}DNS:mail.example.com"
  chain many-names-$number many-names-$number intermediate
done

# Forty authorities above a leaf.
previous=root
number=0
long=
while [ $number -lt 40 ]; do
  key "link$number"
  sign "link$number" "$previous" "/CN=Link $number" '-10 days' '+3000 days' "$authority"
  previous=link$number
  long="$previous $long"
  number=$((number + 1))
done
simple long-chain "$previous" '-5 days' '+3000 days' "$good"
# shellcheck disable=SC2086
chain long-chain long-chain $long

rm -rf state link*.key link*.crt
: > "$stamp"
