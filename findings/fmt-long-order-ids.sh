#!/bin/bash
# Pins: exceljs 4.4.0 (npm, Node 18 or newer), ExcelDataReader 3.6.0 (NuGet, .NET 10 SDK), Debian's python3-openpyxl (3.0 or newer).
#
# "A spreadsheet keeps 15 digits": true of what a person types into Excel, not of the file. A workbook's number is a double, which holds every whole number below 2^53 (16 digits, 9007199254740992).
# A marketplace's order number of 16 digits that a script wrote as a number is in the file whole, and readers give it back whole. Of 17 digits it is not: the last digits change.
# The trap lies one step behind the reader: .NET turns a double into a decimal by rounding it to 15 digits, and the 16th digit that the file had is lost there.
set -euo pipefail
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work"

npm install --silent --no-fund --no-audit --no-save exceljs@4.4.0
node -e '
const book = new (require("exceljs").Workbook)();
book.addWorksheet("orders").addRows([[8192259900112233], [Number("28192259900112233")]]);
book.xlsx.writeFile("orders.xlsx");
'
cat > probe.csproj <<'X'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><InvariantGlobalization>true</InvariantGlobalization></PropertyGroup>
  <ItemGroup><PackageReference Include="ExcelDataReader" Version="[3.6.0]" /></ItemGroup>
</Project>
X
cat > Program.cs <<'X'
using System;
using System.Globalization;
using System.IO;
using ExcelDataReader;

System.Text.Encoding.RegisterProvider(System.Text.CodePagesEncodingProvider.Instance);
using var file = File.OpenRead("orders.xlsx");
using var reader = ExcelReaderFactory.CreateReader(file);
while (reader.Read())
{
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ExcelDataReader {reader.GetValue(0).GetType().Name} {reader.GetDouble(0):F0}, as a decimal {Convert.ToDecimal(reader.GetDouble(0), CultureInfo.InvariantCulture)}"));
}
X
unzip -p orders.xlsx xl/worksheets/sheet1.xml | grep -o '<v>[^<]*</v>' > out
dotnet build -v quiet -nologo > build.log || { cat build.log; exit 1; }
dotnet run --no-build >> out
/usr/bin/python3 -c '
import openpyxl
for row in openpyxl.load_workbook("orders.xlsx")["orders"].iter_rows(values_only=True):
    print("openpyxl", type(row[0]).__name__, row[0])
' >> out
cat out

# What was seen on 2026-11-30 (openpyxl 3.0.9, .NET 10.0.12). Any other answer is news: the exit status is 1 then.
expected='<v>8192259900112233</v>
<v>28192259900112230</v>
ExcelDataReader Double 8192259900112233, as a decimal 8192259900112230
ExcelDataReader Double 28192259900112232, as a decimal 28192259900112200
openpyxl int 8192259900112233
openpyxl int 28192259900112230'
if [ "$(cat out)" = "$expected" ]; then echo "as before"; else echo "CHANGED"; exit 1; fi
