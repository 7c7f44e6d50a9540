#!/bin/bash
# Pins: SkiaSharp 4.154.0 and SkiaSharp.NativeAssets.Linux.NoDependencies 4.154.0 (NuGet), .NET 10 SDK; fonts-noto-cjk 20220127 (Debian); pdftotext of poppler-utils.
#
# In Noto Sans CJK one glyph serves both an ideograph and the radical of its shape (U+5C0F and U+2F29, and some two hundred more). Skia writes the lower of the two numbers into the
# text map of the PDF: on paper both look alike, but whoever copies or searches the text gets characters that nobody wrote. A font whose character map holds only what is drawn tells rightly.
set -euo pipefail
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
command -v pdftotext > /dev/null || { echo "pdftotext is missing: install poppler-utils"; exit 1; }
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work"
chmod 777 .
apt-get download -qq fonts-noto-cjk > /dev/null
dpkg -x fonts-noto-cjk_*20220127*.deb .

cat > probe.csproj <<'X'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><InvariantGlobalization>true</InvariantGlobalization></PropertyGroup>
  <ItemGroup><PackageReference Include="SkiaSharp" Version="[4.154.0]" /><PackageReference Include="SkiaSharp.NativeAssets.Linux.NoDependencies" Version="[4.154.0]" /></ItemGroup>
</Project>
X
cat > Program.cs <<'X'
using SkiaSharp;

using var typeface = SKTypeface.FromFile("usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2); // Simplified Chinese
using var font = new SKFont(typeface, 20);
using var paint = new SKPaint();
using var pdf = SKDocument.CreatePdf("out.pdf");
pdf.BeginPage(300, 100).DrawText("\u706F\u5177\u5C0F\u5E97 \u91D1\u989D", 20, 50, font, paint);
pdf.EndPage();
pdf.Close();
X
dotnet build -v quiet -nologo > build.log || { cat build.log; exit 1; }
dotnet run --no-build
pdftotext -enc UTF-8 out.pdf - | tr -d '\f\n' | python3 -c 'import sys; print("drawn U+706F U+5177 U+5C0F U+5E97 U+0020 U+91D1 U+989D, read back", " ".join("U+%04X" % ord(c) for c in sys.stdin.read()))' > out
cat out

# What was seen on 2026-11-30. Any other answer is news: the exit status is 1 then.
expected='drawn U+706F U+5177 U+5C0F U+5E97 U+0020 U+91D1 U+989D, read back U+706F U+5177 U+2F29 U+5E97 U+0020 U+2FA6 U+989D'
if [ "$(cat out)" = "$expected" ]; then echo "as before"; else echo "CHANGED"; exit 1; fi
