#!/bin/bash
# Pins: Quartz 4.7.3 (NuGet), .NET 10 SDK on Linux, Debian's tzdata (any release since 2018, when Ireland's data became what it is).
#
# Ireland's law calls its summer time the standard and its winter time the exception, and the tz database says it so: standard time +01:00, "saving" of -1 h in winter.
# On Linux, TimeZoneInfo then takes the hour that the clocks skip on the last Sunday of March for a time that exists (IsInvalidTime is false), with the offset of summer.
# Quartz asks TimeZoneInfo: the slot 01:30 becomes 00:30Z, and asked for the next moment after 00:30Z it answers 00:30Z again. Whoever waits for "the next moment" runs without a pause.
# In autumn it passes over the hour that Ireland has twice.
set -euo pipefail
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work"

cat > probe.csproj <<'X'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><InvariantGlobalization>true</InvariantGlobalization></PropertyGroup>
  <ItemGroup><PackageReference Include="Quartz" Version="[4.7.3]" /></ItemGroup>
</Project>
X
cat > Program.cs <<'X'
using System;
using System.Globalization;
using Quartz;

Console.WriteLine($"Quartz {typeof(CronExpression).Assembly.GetName().Version}, .NET {Environment.Version}");
foreach (var (id, skipped) in new[] { ("Europe/Dublin", "2027-03-28 01:30"), ("Europe/London", "2027-03-28 01:30") })
{
    var zone = TimeZoneInfo.FindSystemTimeZoneById(id);
    var local = DateTime.Parse(skipped, CultureInfo.InvariantCulture);
    Console.WriteLine($"{id} {skipped} IsInvalidTime={zone.IsInvalidTime(local)}");
    var daily = CronExpression.Parse("0 30 1 * * ?").WithTimeZone(zone);
    var next = daily.GetNextValidTimeAfter(DateTimeOffset.Parse("2027-03-28T00:29:00Z", CultureInfo.InvariantCulture))!.Value.ToUniversalTime();
    var after = daily.GetNextValidTimeAfter(next)!.Value.ToUniversalTime();
    Console.WriteLine($"{id} 01:30 daily: after 00:29Z comes {next:MM-dd HH:mm}Z, after that {after:MM-dd HH:mm}Z, {(after > next ? "later" : "NOT LATER")}");
    var quarters = CronExpression.Parse("0 0/15 * * * ?").WithTimeZone(zone);
    var autumn = quarters.GetNextValidTimeAfter(DateTimeOffset.Parse("2026-10-25T00:45:00Z", CultureInfo.InvariantCulture))!.Value.ToUniversalTime();
    Console.WriteLine($"{id} every quarter of an hour: after 10-25 00:45Z comes {autumn:MM-dd HH:mm}Z");
}
X
dotnet build -v quiet -nologo > build.log || { cat build.log; exit 1; }
dotnet run --no-build > out
cat out

# What was seen on 2026-11-30 (.NET 10.0.12, tzdata 2025b). Any other answer is news: the exit status is 1 then.
expected='Europe/Dublin 2027-03-28 01:30 IsInvalidTime=False
Europe/Dublin 01:30 daily: after 00:29Z comes 03-28 00:30Z, after that 03-28 00:30Z, NOT LATER
Europe/Dublin every quarter of an hour: after 10-25 00:45Z comes 10-25 02:00Z
Europe/London 2027-03-28 01:30 IsInvalidTime=True
Europe/London 01:30 daily: after 00:29Z comes 03-28 01:00Z, after that 03-29 00:30Z, later
Europe/London every quarter of an hour: after 10-25 00:45Z comes 10-25 01:00Z'
if [ "$(tail -n +2 out)" = "$expected" ]; then echo "as before"; else echo "CHANGED"; exit 1; fi
