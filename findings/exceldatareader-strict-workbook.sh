#!/bin/bash
# Pins: ExcelDataReader 3.6.0 (NuGet), .NET 10 SDK.
#
# Excel's "Strict Open XML Spreadsheet" is the same workbook under the namespaces of ISO/IEC 29500 strict (purl.oclc.org). ExcelDataReader neither reads it nor says so:
# CreateReader succeeds, ResultsCount is 0, Read() is false at once. Whoever takes "no rows" for "an empty month" loses the month.
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
using System.Text;
using ExcelDataReader;

Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
Try("transitional", "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://schemas.openxmlformats.org/officeDocument/2006/relationships");
Try("strict", "http://purl.oclc.org/ooxml/spreadsheetml/main", "http://purl.oclc.org/ooxml/officeDocument/relationships");

// The least that a workbook needs (ISO/IEC 29500-1): two rows of one cell.
static void Try(string kind, string main, string relations)
{
    using var file = new MemoryStream();
    using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
    {
        const string Package = "http://schemas.openxmlformats.org/package/2006";
        const string Type = "application/vnd.openxmlformats-officedocument.spreadsheetml";
        Add("[Content_Types].xml", $"<Types xmlns='{Package}/content-types'><Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/><Override PartName='/xl/workbook.xml' ContentType='{Type}.sheet.main+xml'/><Override PartName='/xl/worksheets/sheet1.xml' ContentType='{Type}.worksheet+xml'/></Types>");
        Add("_rels/.rels", $"<Relationships xmlns='{Package}/relationships'><Relationship Id='r1' Type='{relations}/officeDocument' Target='xl/workbook.xml'/></Relationships>");
        Add("xl/workbook.xml", $"<workbook xmlns='{main}' xmlns:r='{relations}'{(kind == "strict" ? " conformance='strict'" : "")}><sheets><sheet name='May' sheetId='1' r:id='r1'/></sheets></workbook>");
        Add("xl/_rels/workbook.xml.rels", $"<Relationships xmlns='{Package}/relationships'><Relationship Id='r1' Type='{relations}/worksheet' Target='worksheets/sheet1.xml'/></Relationships>");
        Add("xl/worksheets/sheet1.xml", $"<worksheet xmlns='{main}'><sheetData><row r='1'><c r='A1'><v>1</v></c></row><row r='2'><c r='A2'><v>2</v></c></row></sheetData></worksheet>");
        void Add(string name, string xml)
        {
            using var part = new StreamWriter(zip.CreateEntry(name).Open());
            part.Write("<?xml version='1.0' encoding='UTF-8'?>" + xml);
        }
    }

    using var reader = ExcelReaderFactory.CreateReader(file);
    var rows = 0;
    while (reader.Read())
    {
        rows++;
    }

    Console.WriteLine($"{kind}: {reader.ResultsCount} sheets, {rows} rows, no exception");
}
X
dotnet build -v quiet -nologo > build.log || { cat build.log; exit 1; }
dotnet run --no-build > out
cat out

# What was seen on 2026-11-30. Any other answer is news: the exit status is 1 then.
expected='transitional: 1 sheets, 2 rows, no exception
strict: 0 sheets, 0 rows, no exception'
if [ "$(cat out)" = "$expected" ]; then echo "as before"; else echo "CHANGED"; exit 1; fi
