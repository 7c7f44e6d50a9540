#!/bin/bash
# Pins: ExcelDataReader 3.6.0 (NuGet), .NET 10 SDK.
#
# ISO/IEC 29500-1, 18.8.30 keeps the number formats 27 to 36 and 50 to 58 for dates of Chinese, Japanese and Korean Excel: a cell names the number, and no style sheet says what it stands for.
# ExcelDataReader gives such a cell as a number of days, while format 14 is a DateTime; so are formats of an era (g, e). A bill that WeChat or Alipay exports has its days in format 31.
set -euo pipefail
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work"

cat > probe.csproj <<'X'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><InvariantGlobalization>true</InvariantGlobalization></PropertyGroup>
  <ItemGroup><PackageReference Include="ExcelDataReader" Version="[3.6.0]" /></ItemGroup>
</Project>
X
cat > Program.cs <<'X'
using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using ExcelDataReader;

Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
(int Id, string Code)[] formats = [(14, ""), (31, ""), (57, ""), (164, "yyyy\\-mm\\-dd"), (165, "[$-411]ge.m.d"), (166, "d mmm bbbb")];
using var file = new MemoryStream();
using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
{
    const string Package = "http://schemas.openxmlformats.org/package/2006", Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const string Type = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    Add("[Content_Types].xml", $"<Types xmlns='{Package}/content-types'><Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/><Override PartName='/xl/workbook.xml' ContentType='{Type}.sheet.main+xml'/><Override PartName='/xl/styles.xml' ContentType='{Type}.styles+xml'/><Override PartName='/xl/worksheets/sheet1.xml' ContentType='{Type}.worksheet+xml'/></Types>");
    Add("_rels/.rels", $"<Relationships xmlns='{Package}/relationships'><Relationship Id='r1' Type='{Relations}/officeDocument' Target='xl/workbook.xml'/></Relationships>");
    Add("xl/workbook.xml", $"<workbook xmlns='{Main}' xmlns:r='{Relations}'><sheets><sheet name='May' sheetId='1' r:id='r1'/></sheets></workbook>");
    Add("xl/_rels/workbook.xml.rels", $"<Relationships xmlns='{Package}/relationships'><Relationship Id='r1' Type='{Relations}/worksheet' Target='worksheets/sheet1.xml'/><Relationship Id='r2' Type='{Relations}/styles' Target='styles.xml'/></Relationships>");
    Add("xl/styles.xml", $"<styleSheet xmlns='{Main}'><numFmts count='3'>{string.Concat(formats.Where(f => f.Code != "").Select(f => $"<numFmt numFmtId='{f.Id}' formatCode='{f.Code}'/>"))}</numFmts><cellXfs count='{formats.Length}'>{string.Concat(formats.Select(f => $"<xf numFmtId='{f.Id}' applyNumberFormat='1'/>"))}</cellXfs></styleSheet>");
    Add("xl/worksheets/sheet1.xml", $"<worksheet xmlns='{Main}'><sheetData>{string.Concat(formats.Select((_, i) => $"<row r='{i + 1}'><c r='A{i + 1}' s='{i}'><v>46027</v></c></row>"))}</sheetData></worksheet>");
    void Add(string name, string xml)
    {
        using var part = new StreamWriter(zip.CreateEntry(name).Open());
        part.Write("<?xml version='1.0' encoding='UTF-8'?>" + xml);
    }
}

using var reader = ExcelReaderFactory.CreateReader(file);
foreach (var format in formats)
{
    reader.Read();
    Console.WriteLine($"format {format.Id} {format.Code}: {reader.GetValue(0).GetType().Name}");
}
X
dotnet build -v quiet -nologo > build.log || { cat build.log; exit 1; }
dotnet run --no-build > out
cat out

# What was seen on 2026-11-30. Any other answer is news: the exit status is 1 then.
expected='format 14 : DateTime
format 31 : Double
format 57 : Double
format 164 yyyy\-mm\-dd: DateTime
format 165 [$-411]ge.m.d: Double
format 166 d mmm bbbb: Double'
if [ "$(cat out)" = "$expected" ]; then echo "as before"; else echo "CHANGED"; exit 1; fi
