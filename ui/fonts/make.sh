#!/bin/sh
# Cuts the typefaces of this folder out of Debian's package fonts-noto-core; see README.md.
set -e
cd "$(dirname "$0")"
noto=${NOTO:-/usr/share/fonts/truetype/noto}
# Latin with Vietnamese, loose diacritics, Greek, punctuation, raised and lowered figures, currencies, fractions.
letters=U+0020-007E,U+00A0-017F,U+01A0-01A1,U+01AF-01B0,U+02C6-02DD,U+0300-0303,U+0306,U+0309,U+031B,U+0323
letters=$letters,U+0391-03A1,U+03A3-03A9,U+03B1-03C9,U+1EA0-1EF9,U+2010-2027,U+202F-203A,U+2044,U+2070-208E
letters=$letters,U+20AB-20AC,U+2103,U+2116,U+2122,U+2126,U+2153-215E,U+2212,U+25CC,U+FFFD
# Arrows, comparison, bullets, boxes that are ticked, stars: Noto Serif and Noto Sans have none of them.
signs=U+2190-2195,U+21D2,U+21D4,U+2208,U+2211,U+221A,U+221E,U+2248,U+2260,U+2264-2265,U+25A0-25A1,U+25B2,U+25B6
signs=$signs,U+25BC,U+25CB,U+25CF,U+2605-2606,U+2610-2612,U+2713-2714,U+2717
same="--no-hinting --notdef-outline --name-IDs=0,1,2,3,4,5,6,13,14 --drop-tables+=DSIG"

mkdir -p web print
for face in NotoSans-Regular NotoSans-Bold NotoSerif-Regular NotoSerif-Bold NotoSerif-Italic; do
  pyftsubset "$noto/$face.ttf" $same --unicodes=$letters --output-file="web/$face.woff2" \
    --flavor=woff2 --layout-features=kern,mark,mkmk,ccmp,locl,liga,lnum,tnum
done
for face in NotoSerif-Regular NotoSerif-Bold NotoSerif-Italic; do
  pyftsubset "$noto/$face.ttf" $same --unicodes=$letters --layout-features= --output-file="print/$face.ttf"
done
work=$(mktemp -d)
trap 'rm -r "$work"' EXIT
for face in NotoSansMath-Regular NotoSansSymbols2-Regular; do
  pyftsubset "$noto/$face.ttf" $same --unicodes=$signs --layout-features= --output-file="$work/$face.ttf"
done
pyftmerge --drop-tables=GDEF,GSUB,GPOS,MATH,vhea,vmtx --output-file=print/NotoSansSigns.ttf "$work"/*.ttf
fonttools ttLib.woff2 compress -o web/NotoSansSigns.woff2 print/NotoSansSigns.ttf
