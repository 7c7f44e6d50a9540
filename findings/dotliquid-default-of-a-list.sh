#!/bin/bash
# Pins: DotLiquid 2.3.260 (NuGet, .NET 10 SDK), liquidjs 10.30.1 (npm, Node 18 or newer).
#
# Liquid's filter `default` gives its word for nil, false and what is empty, a list too (https://shopify.dev/docs/api/liquid/filters/default). liquidjs does so.
# DotLiquid takes the value as text: a list, empty or not, throws, although DotLiquid calls an empty list empty in a condition. A list of texts that is printed bare comes out joined in both.
set -euo pipefail
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work"

cat > probe.csproj <<'X'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><InvariantGlobalization>true</InvariantGlobalization></PropertyGroup>
  <ItemGroup><PackageReference Include="DotLiquid" Version="[2.3.260]" /></ItemGroup>
</Project>
X
cat > Program.cs <<'X'
using System;
using System.Collections.Generic;
using System.Globalization;
using DotLiquid;

foreach (var text in new[] { "{{ none | default: 'no refund' }}", "{{ two | default: 'no refund' }}", "{% if none == empty %}empty{% else %}not empty{% endif %}", "{{ two }}" })
{
    try
    {
        var words = Hash.FromDictionary(new Dictionary<string, object> { ["none"] = new List<object>(), ["two"] = new List<object> { "a", "b" } });
        Console.WriteLine($"DotLiquid {text} -> " + Template.Parse(text).Render(new RenderParameters(CultureInfo.InvariantCulture) { LocalVariables = words, ErrorsOutputMode = ErrorsOutputMode.Rethrow }));
    }
    catch (Exception e)
    {
        Console.WriteLine($"DotLiquid {text} -> throws {e.GetType().Name}");
    }
}
X
dotnet build -v quiet -nologo > build.log || { cat build.log; exit 1; }
dotnet run --no-build > out

npm install --silent --no-fund --no-audit --no-save liquidjs@10.30.1
node -e '
const { Liquid } = require("liquidjs");
const engine = new Liquid();
for (const text of ["{{ none | default: \u0027no refund\u0027 }}", "{{ two | default: \u0027no refund\u0027 }}", "{% if none == empty %}empty{% else %}not empty{% endif %}", "{{ two }}"])
  console.log(`liquidjs ${text} -> ${engine.parseAndRenderSync(text, { none: [], two: ["a", "b"] })}`);
' >> out
cat out

# What was seen on 2026-11-30. Any other answer is news: the exit status is 1 then.
expected="DotLiquid {{ none | default: 'no refund' }} -> throws ArgumentException
DotLiquid {{ two | default: 'no refund' }} -> throws ArgumentException
DotLiquid {% if none == empty %}empty{% else %}not empty{% endif %} -> empty
DotLiquid {{ two }} -> ab
liquidjs {{ none | default: 'no refund' }} -> no refund
liquidjs {{ two | default: 'no refund' }} -> ab
liquidjs {% if none == empty %}empty{% else %}not empty{% endif %} -> empty
liquidjs {{ two }} -> ab"
if [ "$(cat out)" = "$expected" ]; then echo "as before"; else echo "CHANGED"; exit 1; fi
