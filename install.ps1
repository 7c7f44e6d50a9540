#Requires -Version 5.1
#Requires -RunAsAdministrator
<#
.SYNOPSIS
Installs, updates or removes Reconciler as a Windows service.

.DESCRIPTION
Runs in Windows PowerShell 5.1 and in PowerShell 7. Without -Source it publishes the program from the folder in
which this script lies; that needs the .NET 10 SDK.

Installing over an existing service stops it, replaces the program, sets the service up again and starts it. When
that fails, the previous program and configuration are put back and the service is started again. The previous
program stays beside the new one as INSTALLFOLDER.previous.

A configuration file that was edited here is never overwritten: its new version is put beside it as NAME.new.

.PARAMETER Source
A published folder (reconciler.exe and config lie in it).

.PARAMETER InstallFolder
Where the program goes. An update uses the folder of the installed service unless told.

.PARAMETER DataFolder
Where the data and, in config, the configuration live. An update uses the folder of the installed service unless told.

.PARAMETER ServiceName
The service runs under the virtual account "NT SERVICE\NAME" of this name.

.PARAMETER Uninstall
Stops and removes the service and the program. Data and configuration stay.

.PARAMETER RemoveData
With -Uninstall: deletes data and configuration too.

.EXAMPLE
.\install.ps1 -WhatIf
Says what would be done and changes nothing.

.EXAMPLE
.\install.ps1 -Source C:\Temp\reconciler-0.2.0 -DataFolder D:\Reconciler
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [string] $Source,
    [string] $InstallFolder = "$env:ProgramFiles\Reconciler",
    [string] $DataFolder = "$env:ProgramData\Reconciler",
    [ValidatePattern('^[A-Za-z0-9_.-]{1,80}$')]
    [string] $ServiceName = 'Reconciler',
    [switch] $Uninstall,
    [switch] $RemoveData
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
# PowerShell 7.3 quotes the arguments of native commands in another way than 5.1. This asks for the old way in both.
$PSNativeCommandArgumentPassing = 'Legacy'

# Files are handled through .NET: the calls do the same in both editions and take every path literally.

$Caller = $PSCmdlet
$Given = $PSBoundParameters
$Account = "NT SERVICE\$ServiceName"
# As well-known ids, because the names differ from one Windows language to the next.
$Administrators = '*S-1-5-32-544'
$Users = '*S-1-5-32-545'
$LocalSystem = '*S-1-5-18'
# The host gives its event log the name of the program, reconciler; the registry does not mind capitals.
$EventSource = 'HKLM\SYSTEM\CurrentControlSet\Services\EventLog\Application\Reconciler'

# What this run has changed so far, so that a failure can take it back.
$Changed = @{
    ServiceStopped    = $false
    ServiceCreated    = $false
    ServiceConfigured = $false
    PreviousKept      = $false
    ProgramPlaced     = $false
    ConfigKept        = $false
}

# --- Small helpers ---

# Every change goes through here, so that -WhatIf says all of them and does none.
function Invoke-Step([string] $What, [scriptblock] $Do) {
    if ($Caller.ShouldProcess($What, "$What`?", 'Reconciler')) {
        Write-Host $What
        & $Do
    }
    elseif (-not $WhatIfPreference) {
        throw "Stopped by you before this step: $What"
    }
}

# Runs a native command and returns its lines and its exit code; throws when the code is not among the accepted ones.
function Invoke-Native([string] $Command, [string[]] $Arguments, [int[]] $Accept = @(0)) {
    $null = Get-Command -Name $Command
    # 5.1 makes an error record of each redirected line of standard error, which 'Stop' would take for a failure.
    $ErrorActionPreference = 'Continue'
    $PSNativeCommandUseErrorActionPreference = $false
    $global:LASTEXITCODE = -1
    try {
        $lines = @(& $Command @Arguments 2>&1 | ForEach-Object { "$_" })
    }
    catch {
        throw "$Command could not be run: $_"
    }

    $code = $global:LASTEXITCODE
    if ($Accept -notcontains $code) {
        $mend = ''
        if ($code -eq 1072) {
            $mend = " The service is marked for deletion: close services.msc and Task Manager, or restart Windows, and run this again."
        }

        throw ("$Command $($Arguments -join ' ') ended with exit code $code.$mend`n" + ($lines -join "`n")).TrimEnd()
    }

    [pscustomobject] @{ ExitCode = $code; Lines = $lines }
}

# A full path without a closing separator; relative paths start at PowerShell's own current folder.
function Get-FullPath([string] $Path, [string] $Parameter) {
    $full = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
    $trimmed = $full.TrimEnd('\', '/')
    if ($trimmed -eq [System.IO.Path]::GetPathRoot($full).TrimEnd('\', '/')) {
        throw "-$Parameter $Path is the root of a drive. Name a folder below it."
    }

    $trimmed
}

function Join-Folder([string] $Folder, [string] $Name) {
    [System.IO.Path]::Combine($Folder, $Name.Replace('/', [string] [System.IO.Path]::DirectorySeparatorChar))
}

function Test-Inside([string] $Path, [string] $Folder) {
    $separator = [string] [System.IO.Path]::DirectorySeparatorChar
    ($Path + $separator).StartsWith($Folder + $separator, [System.StringComparison]::OrdinalIgnoreCase)
}

# A service says that it has stopped a moment before its process lets go of its files: hence the patience, 30 seconds.
function Invoke-Patiently([scriptblock] $Do) {
    for ($try = 1; ; $try++) {
        try {
            & $Do
            return
        }
        catch {
            if ($try -ge 30) { throw "$_ Close what uses files there (reconciler.exe started by hand, an open log, an Explorer window) and run this again." }
            Start-Sleep -Seconds 1
        }
    }
}

function Move-Folder([string] $From, [string] $To) {
    Invoke-Patiently { [System.IO.Directory]::Move($From, $To) }
}

function Remove-Folder([string] $Folder) {
    Invoke-Patiently { if ([System.IO.Directory]::Exists($Folder)) { [System.IO.Directory]::Delete($Folder, $true) } }
}

function Copy-Folder([string] $From, [string] $To, [string[]] $Except = @()) {
    $null = [System.IO.Directory]::CreateDirectory($To)
    foreach ($file in [System.IO.Directory]::GetFiles($From)) {
        [System.IO.File]::Copy($file, (Join-Folder $To ([System.IO.Path]::GetFileName($file))), $true)
    }

    foreach ($folder in [System.IO.Directory]::GetDirectories($From)) {
        $name = [System.IO.Path]::GetFileName($folder)
        if ($Except -notcontains $name) {
            Copy-Folder $folder (Join-Folder $To $name)
        }
    }
}

function Get-Hash([string] $File) {
    $sha = [System.Security.Cryptography.SHA256]::Create()
    try {
        [System.BitConverter]::ToString($sha.ComputeHash([System.IO.File]::ReadAllBytes($File))).Replace('-', '').ToLowerInvariant()
    }
    finally {
        $sha.Dispose()
    }
}

# --- The service ---

function Get-InstalledService {
    Get-Service -Name $ServiceName -ErrorAction SilentlyContinue
}

function Wait-Service([string] $Status) {
    for ($half = 0; $half -lt 120; $half++) {
        $service = Get-InstalledService
        if ($null -ne $service -and "$($service.Status)" -eq $Status) { return }
        Start-Sleep -Milliseconds 500
    }

    $now = 'not there'
    if ($null -ne $service) { $now = "$($service.Status)" }
    throw "The service $ServiceName did not become $Status within 60 seconds; it is $now. The event log (Application) and $(Join-Folder $DataFolder 'logs') say why."
}

function Stop-InstalledService {
    # 1061: it is busy starting or stopping; 1062: it was not running.
    for ($try = 1; $try -le 30; $try++) {
        if ((Invoke-Native 'sc.exe' @('stop', $ServiceName) -Accept 0, 1061, 1062).ExitCode -ne 1061) { break }
        Start-Sleep -Seconds 1
    }

    Wait-Service 'Stopped'
}

function Start-InstalledService {
    # 1056: it runs already.
    $null = Invoke-Native 'sc.exe' @('start', $ServiceName) -Accept 0, 1056
    Wait-Service 'Running'
    # One that falls over in its first seconds has not been started.
    Start-Sleep -Seconds 3
    Wait-Service 'Running'
}

function Remove-InstalledService {
    $null = Invoke-Native 'sc.exe' @('delete', $ServiceName)
    for ($half = 0; $half -lt 60; $half++) {
        if ($null -eq (Get-InstalledService)) { return }
        Start-Sleep -Milliseconds 500
    }

    throw "The service $ServiceName is marked for deletion but still there: close services.msc and Task Manager, or restart Windows, and run this again."
}

# What the installed service starts, or nothing when there is no service.
function Get-ServiceCommand {
    if ($null -ne (Get-InstalledService)) {
        (Get-CimInstance -ClassName Win32_Service -Filter "Name='$ServiceName'").PathName
    }
}

# Both editions pass an embedded quote on to a native command only when a backslash stands before it.
function Set-ServiceCommand([string] $Verb, [string] $Command) {
    $null = Invoke-Native 'sc.exe' @(
        $Verb, $ServiceName, 'binPath=', $Command.Replace('"', '\"'), 'start=', 'delayed-auto', 'obj=', $Account, 'DisplayName=', $ServiceName)
}

function Register-Service {
    $command = '"{0}" run --data "{1}" --config "{2}"' -f (Join-Folder $InstallFolder 'reconciler.exe'), $DataFolder, $ConfigFolder
    if ($null -eq (Get-InstalledService)) {
        Set-ServiceCommand 'create' $command
        $Changed.ServiceCreated = $true
    }
    else {
        $Changed.ServiceConfigured = $true
        Set-ServiceCommand 'config' $command
    }

    $null = Invoke-Native 'sc.exe' @('description', $ServiceName, 'Matches wallet statements with marketplace orders, finds what does not fit and writes the disputes.')
    # Again after 5 seconds, 1 minute, 5 minutes; the count starts anew after a day without failure.
    $null = Invoke-Native 'sc.exe' @('failure', $ServiceName, 'reset=', '86400', 'actions=', 'restart/5000/restart/60000/restart/300000')
    # An end with an error code counts as a failure too, not only a crash.
    $null = Invoke-Native 'sc.exe' @('failureflag', $ServiceName, '1')
}

# --- Folders and what may be done with them ---

# An update without folders means the folders in use, not the defaults: else it would start with an empty store.
function Resolve-Folders {
    $command = Get-ServiceCommand
    $pattern = '^"(?<program>[^"]+)" run --data "(?<data>[^"]+)" --config "(?<config>[^"]+)"$'
    $untold = -not ($Given.ContainsKey('InstallFolder') -and $Given.ContainsKey('DataFolder'))
    if ($null -ne $command -and $untold) {
        if ($command -notmatch $pattern) {
            throw "The service $ServiceName starts $command, which this script did not set up. Give both -InstallFolder and -DataFolder, or another -ServiceName."
        }

        if (-not $Given.ContainsKey('InstallFolder')) { $script:InstallFolder = [System.IO.Path]::GetDirectoryName($Matches['program']) }
        if (-not $Given.ContainsKey('DataFolder')) { $script:DataFolder = $Matches['data'] }
    }

    $script:ServiceCommandBefore = $command
    $script:InstallFolder = Get-FullPath $InstallFolder 'InstallFolder'
    $script:DataFolder = Get-FullPath $DataFolder 'DataFolder'
    $script:ConfigFolder = Join-Folder $DataFolder 'config'
    if ((Test-Inside $DataFolder $InstallFolder) -or (Test-Inside $InstallFolder $DataFolder)) {
        throw "-InstallFolder $InstallFolder and -DataFolder $DataFolder lie in one another. An update replaces the first as a whole, so the data must lie elsewhere."
    }
}

function Assert-ProgramFolder {
    if ([System.IO.Directory]::Exists($InstallFolder) -and
        [System.IO.Directory]::GetFileSystemEntries($InstallFolder).Length -gt 0 -and
        [System.IO.Directory]::GetFiles($InstallFolder, 'reconciler.*').Length -eq 0) {
        throw "-InstallFolder $InstallFolder holds something else than Reconciler. This script replaces and removes the folder as a whole: name an empty or new one."
    }
}

function Protect-ProgramFolder([string] $Folder) {
    # Outside Program Files any user might be allowed to change what a service runs.
    $null = Invoke-Native 'icacls.exe' @($Folder, '/inheritance:r', '/grant:r', "${Administrators}:(OI)(CI)F", "${LocalSystem}:(OI)(CI)F", "${Users}:(OI)(CI)RX")
}

function Protect-DataFolder {
    if ($Changed.ServiceCreated) {
        # Users may create folders in ProgramData: one that lay here before must not keep its owner or his rights.
        $null = Invoke-Native 'icacls.exe' @($DataFolder, '/setowner', $Administrators)
        $null = Invoke-Native 'icacls.exe' @($DataFolder, '/reset')
    }

    # The system account is an administrator, it needs no line of its own.
    $null = Invoke-Native 'icacls.exe' @($DataFolder, '/inheritance:r', '/grant:r', "${Administrators}:(OI)(CI)F", "${Account}:(OI)(CI)M")
}

# --- The program ---

function Publish-Program([string] $To) {
    if ($null -eq (Get-Command -Name 'dotnet' -ErrorAction SilentlyContinue)) {
        throw 'dotnet was not found. Install the .NET 10 SDK (https://dotnet.microsoft.com/download), or name a published folder with -Source.'
    }

    $project = Join-Folder (Join-Folder (Join-Folder $PSScriptRoot 'src') 'Reconciler.Worker') 'Reconciler.Worker.csproj'
    $null = Invoke-Native 'dotnet' @('publish', $project, '--configuration', 'Release', '--runtime', 'win-x64', '--self-contained', 'true', '--output', $To)
}

function Assert-Source([string] $Folder) {
    foreach ($file in 'reconciler.exe', (Join-Folder 'config' 'reconciler.json')) {
        if (-not [System.IO.File]::Exists((Join-Folder $Folder $file))) {
            throw "$Folder is not a published Reconciler: $file is missing. Publish with: dotnet publish src/Reconciler.Worker -c Release -r win-x64 --self-contained true -o FOLDER"
        }
    }

    if ((Test-Inside $Folder $InstallFolder) -or (Test-Inside $InstallFolder $Folder)) {
        throw "-Source $Folder and -InstallFolder $InstallFolder lie in one another. Name a published folder elsewhere."
    }
}

# Seeds stay behind: an installed service never sees them. The configuration goes to the data folder, where it may be
# edited; a copy beside the program would be taken first by whoever runs reconciler.exe by hand.
function Copy-Program([string] $From) {
    $new = "$InstallFolder.new"
    Remove-Folder $new
    $null = [System.IO.Directory]::CreateDirectory($new)
    Protect-ProgramFolder $new
    Copy-Folder $From $new -Except 'seeds', 'config'
}

function Switch-Program {
    if ([System.IO.Directory]::Exists($InstallFolder)) {
        Remove-Folder "$InstallFolder.previous"
        Move-Folder $InstallFolder "$InstallFolder.previous"
        $Changed.PreviousKept = $true
    }

    Move-Folder "$InstallFolder.new" $InstallFolder
    $Changed.ProgramPlaced = $true
}

# reconciler.exe writes UTF-8, while PowerShell reads a command's output in the console's own code page.
function Invoke-Reconciler([string] $Verb, [int[]] $Accept) {
    $encoding = [System.Console]::OutputEncoding
    try {
        try { [System.Console]::OutputEncoding = [System.Text.UTF8Encoding]::new($false) }
        catch { Write-Verbose 'There is no console: letters beyond ASCII may look odd.' }
        $result = Invoke-Native (Join-Folder $InstallFolder 'reconciler.exe') @($Verb, '--data', $DataFolder, '--config', $ConfigFolder) -Accept $Accept
    }
    finally {
        try { [System.Console]::OutputEncoding = $encoding }
        catch { Write-Verbose 'There is no console.' }
    }

    foreach ($line in $result.Lines) { Write-Host "  $line" }
    $result.ExitCode
}

# --- The configuration ---

# config\.installed.json: the SHA-256 of each file as this script last brought it, under its name with /. A file whose
# hash is still that one was not edited here.
function Read-Remembered {
    $remembered = @{}
    $file = Join-Folder $ConfigFolder '.installed.json'
    if ([System.IO.File]::Exists($file)) {
        try { $object = ConvertFrom-Json -InputObject ([System.IO.File]::ReadAllText($file)) }
        catch { throw "$file cannot be read: $_ Delete it, and every file that differs from the new one counts as edited." }
        foreach ($property in $object.PSObject.Properties) { $remembered[$property.Name] = [string] $property.Value }
    }

    $remembered
}

function Save-Remembered([System.Collections.IDictionary] $Remembered) {
    $text = (ConvertTo-Json -InputObject $Remembered).Replace("`r`n", "`n") + "`n"
    [System.IO.File]::WriteAllText((Join-Folder $ConfigFolder '.installed.json'), $text)
}

# Names below a folder with /, sorted.
function Get-FileNames([string] $Folder) {
    $names = @([System.IO.Directory]::GetFiles($Folder, '*', [System.IO.SearchOption]::AllDirectories) |
        ForEach-Object { $_.Substring($Folder.Length + 1).Replace('\', '/') } |
        Where-Object { $_ -ne '.installed.json' })
    [System.Array]::Sort($names, [System.Collections.IComparer] [System.StringComparer]::Ordinal)
    $names
}

# What is to be done with each file. Changes nothing.
function Get-ConfigurationPlan([string] $From) {
    $remembered = Read-Remembered
    $names = @(Get-FileNames $From)
    foreach ($name in $names) {
        $new = Get-Hash (Join-Folder $From $name)
        $old = $remembered[$name]
        $here = $null
        if ([System.IO.File]::Exists((Join-Folder $ConfigFolder $name))) { $here = Get-Hash (Join-Folder $ConfigFolder $name) }

        if ($here -eq $new) { $do = 'Same' }
        elseif ($null -eq $here -and $null -eq $old) { $do = 'Add' }
        elseif ($here -eq $old) { $do = 'Replace' }
        # Edited or deleted here, and what is brought now was seen before: there is nothing new to offer.
        elseif ($old -eq $new) { $do = 'Leave' }
        else { $do = 'Offer' }
        [pscustomobject] @{ Name = $name; Do = $do; Hash = $new }
    }

    foreach ($name in $remembered.Keys) {
        $file = Join-Folder $ConfigFolder $name
        if ($names -notcontains $name -and [System.IO.File]::Exists($file)) {
            $do = 'Orphan'
            if ((Get-Hash $file) -eq $remembered[$name]) { $do = 'Remove' }
            [pscustomobject] @{ Name = $name; Do = $do; Hash = $null }
        }
    }
}

function Copy-ConfigurationFile([string] $From, [string] $Name, [string] $As) {
    $target = Join-Folder $ConfigFolder $As
    $null = [System.IO.Directory]::CreateDirectory([System.IO.Path]::GetDirectoryName($target))
    [System.IO.File]::Copy((Join-Folder $From $Name), $target, $true)
}

function Update-Configuration([string] $From) {
    $plan = @(Get-ConfigurationPlan $From)
    if ([System.IO.Directory]::Exists($ConfigFolder)) {
        Invoke-Step "Keep a copy of the configuration as $ConfigFolder.previous" {
            Remove-Folder "$ConfigFolder.previous"
            Copy-Folder $ConfigFolder "$ConfigFolder.previous"
            $Changed.ConfigKept = $true
        }
    }

    foreach ($file in $plan) {
        $path = Join-Folder $ConfigFolder $file.Name
        switch ($file.Do) {
            'Add' { Invoke-Step "Add $path" { Copy-ConfigurationFile $From $file.Name $file.Name } }
            'Replace' { Invoke-Step "Replace $path, which was not edited here" { Copy-ConfigurationFile $From $file.Name $file.Name } }
            'Remove' { Invoke-Step "Remove $path, which was not edited here and is no longer part of Reconciler" { [System.IO.File]::Delete($path) } }
            'Leave' { Write-Host "Kept as edited here: $path" }
            'Orphan' { Write-Warning "$path was edited here and is no longer part of Reconciler. It is kept; remove it if it is not needed." }
            'Offer' {
                Invoke-Step "Keep $path as edited here, and put its new version beside it as $($file.Name).new" { Copy-ConfigurationFile $From $file.Name "$($file.Name).new" }
                Write-Warning "$path was edited here and is kept. Compare it with $path.new and take over what is new."
            }
        }
    }

    Invoke-Step "Remember the configuration files in $(Join-Folder $ConfigFolder '.installed.json')" {
        $remembered = [ordered] @{}
        foreach ($file in $plan) {
            if ($null -ne $file.Hash) { $remembered[$file.Name] = $file.Hash }
        }

        $null = [System.IO.Directory]::CreateDirectory($ConfigFolder)
        Save-Remembered $remembered
    }
}

# --- Installing ---

function Install-Program([string] $From, [string] $ConfigFrom) {
    $update = $null -ne (Get-InstalledService)
    Invoke-Step "Copy the program to $InstallFolder.new, without seeds and configuration" { Copy-Program $From }
    if ($update) {
        Invoke-Step "Stop the service $ServiceName" {
            $Changed.ServiceStopped = "$((Get-InstalledService).Status)" -ne 'Stopped'
            Stop-InstalledService
        }
    }

    Invoke-Step "Put the program in place as $InstallFolder, and keep the one that was there as $InstallFolder.previous" { Switch-Program }
    Invoke-Step "Set up the service $ServiceName under the account $Account" { Register-Service }
    Invoke-Step "Give $DataFolder to $Account and the administrators only" {
        $null = [System.IO.Directory]::CreateDirectory($DataFolder)
        Protect-DataFolder
    }

    Update-Configuration $ConfigFrom
    Invoke-Step 'Create the event log source Reconciler' {
        # The messages of .NET Framework, which is part of Windows: they show an event's text as it is.
        $null = Invoke-Native 'reg.exe' @('add', $EventSource, '/v', 'EventMessageFile', '/t', 'REG_EXPAND_SZ', '/d', '%SystemRoot%\Microsoft.NET\Framework64\v4.0.30319\EventLogMessages.dll', '/f')
        $null = Invoke-Native 'reg.exe' @('add', $EventSource, '/v', 'TypesSupported', '/t', 'REG_DWORD', '/d', '7', '/f')
    }

    Invoke-Step 'Bring the store up to date (reconciler.exe migrate)' { $null = Invoke-Reconciler 'migrate' -Accept 0 }
    Invoke-Step 'Check what a first day needs (reconciler.exe check)' {
        # 1 says that something is still to be mended, such as a mail server that does not answer: no reason not to import.
        if ((Invoke-Reconciler 'check' -Accept 0, 1) -eq 1) {
            Write-Warning 'The check found something to mend, see the lines above. The service is started all the same.'
        }
    }

    Invoke-Step "Start the service $ServiceName and wait until it runs" { Start-InstalledService }
}

# Puts back what this run changed, after a failure. Data stays as it is: the store's migrations only add.
function Undo-Installation {
    if ($Changed.ServiceCreated -or $Changed.ServiceConfigured) {
        # Else Windows would soon start again what failed to start, and hold its files.
        $null = Invoke-Native 'sc.exe' @('config', $ServiceName, 'start=', 'disabled')
        Stop-InstalledService
    }

    if ($Changed.ServiceCreated) { Remove-InstalledService }
    if ($Changed.ServiceConfigured) { Set-ServiceCommand 'config' $ServiceCommandBefore }
    if ($Changed.ProgramPlaced) { Remove-Folder $InstallFolder }
    if ($Changed.PreviousKept) { Move-Folder "$InstallFolder.previous" $InstallFolder }
    Remove-Folder "$InstallFolder.new"
    # After a failed first install the configuration stays, so that it can be mended.
    if ($Changed.ConfigKept -and -not $Changed.ServiceCreated) {
        Remove-Folder $ConfigFolder
        Move-Folder "$ConfigFolder.previous" $ConfigFolder
    }

    if ($Changed.ServiceStopped) { Start-InstalledService }
}

function Install-Reconciler {
    Assert-ProgramFolder
    $published = $null
    try {
        if ($Source) {
            $from = Get-FullPath $Source 'Source'
            Assert-Source $from
        }
        else {
            $published = Join-Folder ([System.IO.Path]::GetTempPath()) ('reconciler-publish-' + [System.IO.Path]::GetRandomFileName())
            $from = $published
            Invoke-Step "Publish the program from $PSScriptRoot to $published (takes about a minute)" {
                Publish-Program $published
                Assert-Source $published
            }
        }

        $configFrom = Join-Folder $from 'config'
        # With -WhatIf nothing was published; what would be published lies beside this script.
        if (-not [System.IO.Directory]::Exists($configFrom)) { $configFrom = Join-Folder $PSScriptRoot 'config' }

        try {
            Install-Program $from $configFrom
        }
        catch {
            $why = "$_"
            if ($WhatIfPreference) { throw }
            Write-Warning "This failed: $why"
            Write-Host 'Putting back what was there before.'
            try { Undo-Installation }
            catch { throw "The installation failed: $why`nPutting back what was there failed as well: $_`nThe previous program may lie in $InstallFolder.previous, the previous configuration in $ConfigFolder.previous." }
            if ($null -eq $ServiceCommandBefore) { throw "The installation failed, and the service and the program were removed again. $DataFolder stays. Mend this and run install.ps1 again: $why" }
            throw "The update failed, and the previous program and configuration were put back. Mend this and run install.ps1 again: $why"
        }
    }
    finally {
        if ($published) { Remove-Folder $published }
    }

    if ($WhatIfPreference) {
        Write-Host 'Nothing was changed.'
        return
    }

    Write-Host "The service $ServiceName is $("$((Get-InstalledService).Status)".ToLowerInvariant())."
    Write-Host "  Program:       $InstallFolder"
    Write-Host "  Data:          $DataFolder"
    Write-Host "  Configuration: $ConfigFolder"
    Write-Host "People who drop statements need the right to write to $(Join-Folder $DataFolder 'inbox'): give it to them, only there."
}

# --- Uninstalling ---

function Remove-EventSource {
    # 1: there is none.
    if ((Invoke-Native 'reg.exe' @('query', $EventSource) -Accept 0, 1).ExitCode -eq 0) {
        $null = Invoke-Native 'reg.exe' @('delete', $EventSource, '/f')
    }
}

function Uninstall-Reconciler {
    Assert-ProgramFolder
    $dataThere = [System.IO.Directory]::Exists($DataFolder)
    if ($RemoveData -and $dataThere -and -not [System.IO.File]::Exists((Join-Folder $ConfigFolder '.installed.json'))) {
        throw "-DataFolder $DataFolder was not set up by this script (config\.installed.json is missing). Nothing was removed; delete the folder by hand if it is the right one."
    }

    if ($null -ne (Get-InstalledService)) {
        Invoke-Step "Stop the service $ServiceName" { Stop-InstalledService }
        Invoke-Step "Remove the service $ServiceName" { Remove-InstalledService }
    }
    else {
        Write-Host "There is no service $ServiceName."
    }

    Invoke-Step 'Remove the event log source Reconciler' { Remove-EventSource }
    foreach ($folder in $InstallFolder, "$InstallFolder.previous", "$InstallFolder.new") {
        if ([System.IO.Directory]::Exists($folder)) {
            Invoke-Step "Remove the program in $folder" { Remove-Folder $folder }
        }
    }

    if ($dataThere -and $RemoveData) {
        Invoke-Step "Remove the data and the configuration in $DataFolder" { Remove-Folder $DataFolder }
    }
    elseif ($dataThere) {
        Write-Host "Data and configuration stay in $DataFolder."
    }

    if ($WhatIfPreference) { Write-Host 'Nothing was changed.' } else { Write-Host 'Reconciler is uninstalled.' }
}

# --- What was asked for ---

if ($RemoveData -and -not $Uninstall) { throw '-RemoveData goes with -Uninstall only.' }
if ($Source -and $Uninstall) { throw '-Source does not go with -Uninstall.' }
if ([System.Environment]::Is64BitOperatingSystem -and -not [System.Environment]::Is64BitProcess) {
    throw 'This is a 32-bit PowerShell, which would install into Program Files (x86). Start the 64-bit one.'
}

Resolve-Folders
if ($Uninstall) { Uninstall-Reconciler } else { Install-Reconciler }
