using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Reconciler.Import.Bytes;

/// <summary>Files on Linux by their folder's handle, so that no link is followed on the way and none can be put there meanwhile. Source: the manual pages open(2), statx(2), unlink(2), flock(2).</summary>
internal static class LinuxFiles
{
    public const int NoSuchFile = 2;
    public const int NoRight = 13;
    public const int NotPermitted = 1;
    public const int WouldBlock = 11;
    public const int NotAFolder = 20;
    public const int Loop = 40;

    private const int CurrentFolder = -100;
    private const int CloseOnExec = 0x80000;
    private const int NonBlocking = 0x800;
    private const int PathOnly = 0x200000;
    private const int StatNoFollow = 0x100;
    private const int StatHandle = 0x1000;
    private const uint BasicStats = 0x7FF;
    private const int LockShared = 1;
    private const int LockNonBlocking = 4;
    private const int TypeMask = 0xF000;
    private const int RegularFile = 0x8000;
    private const int SymbolicLink = 0xA000;

    // These two have other values on ARM and POWER.
    private static readonly bool isArmOrPower = RuntimeInformation.ProcessArchitecture is Architecture.Arm or Architecture.Arm64 or Architecture.Armv6 or Architecture.Ppc64le;
    private static readonly int folderOnly = isArmOrPower ? 0x4000 : 0x10000;
    private static readonly int noFollow = isArmOrPower ? 0x8000 : 0x20000;

    /// <summary>What stands under a name: its mark, whether it is a link, and whether it is a regular file.</summary>
    public readonly record struct Stat(FileMark Mark, bool IsLink, bool IsRegular);

    /// <summary>Opens a folder for use by its handle, whatever links lead to it.</summary>
    /// <exception cref="Win32Exception">The system's error number.</exception>
    public static SafeFileHandle Folder(string path) => Open(CurrentFolder, path, PathOnly | folderOnly);

    /// <summary>Opens a folder in a folder; a link to one is <see cref="NotAFolder"/>.</summary>
    /// <exception cref="Win32Exception">The system's error number.</exception>
    public static SafeFileHandle Folder(SafeFileHandle within, string name) => Open(Number(within), name, PathOnly | folderOnly | noFollow);

    /// <summary>Opens a file for reading, without waiting for whoever might write to a pipe.</summary>
    /// <param name="within">Its folder, in which a link is <see cref="Loop"/>; null: the name is a path, and links are followed.</param>
    /// <exception cref="Win32Exception">The system's error number.</exception>
    public static SafeFileHandle File(SafeFileHandle? within, string name) =>
        within is null ? Open(CurrentFolder, name, NonBlocking) : Open(Number(within), name, NonBlocking | noFollow);

    /// <summary>Shares the file with other readers; false where a program writes to it that says so.</summary>
    public static bool Share(SafeFileHandle file) => flock(Number(file), LockShared | LockNonBlocking) == 0 || Marshal.GetLastPInvokeError() != WouldBlock;

    /// <exception cref="Win32Exception">The system's error number.</exception>
    public static Stat Of(SafeFileHandle file) => Of(Number(file), string.Empty, StatHandle);

    /// <param name="within">Its folder; null: the name is a path, and links are followed.</param>
    /// <exception cref="Win32Exception">The system's error number.</exception>
    public static Stat Of(SafeFileHandle? within, string name) => within is null ? Of(CurrentFolder, name, 0) : Of(Number(within), name, StatNoFollow);

    /// <exception cref="Win32Exception">The system's error number.</exception>
    public static void Remove(SafeFileHandle within, string name)
    {
        if (unlinkat(Number(within), name, 0) != 0)
        {
            throw Error();
        }
    }

    private static SafeFileHandle Open(int within, string name, int flags)
    {
        var number = openat(within, name, flags | CloseOnExec);
        return number >= 0 ? new SafeFileHandle(number, ownsHandle: true) : throw Error();
    }

    private static Stat Of(int within, string name, int flags)
    {
        // struct statx, which is the same on every architecture
        var stat = new byte[256];
        if (statx(within, name, flags, BasicStats, stat) != 0)
        {
            throw Error();
        }

        var type = BitConverter.ToUInt16(stat, 28) & TypeMask;
        var mark = new FileMark(
            ((ulong)BitConverter.ToUInt32(stat, 136) << 32) | BitConverter.ToUInt32(stat, 140), BitConverter.ToUInt64(stat, 32), BitConverter.ToInt64(stat, 40), (int)BitConverter.ToUInt32(stat, 16), Ticks(stat, 112), Ticks(stat, 96));
        return new Stat(mark, type == SymbolicLink, type == RegularFile);
    }

    /// <summary>Nanoseconds, of which the highest bits may be lost: only whether two are equal is asked.</summary>
    private static long Ticks(byte[] stat, int at) => unchecked((BitConverter.ToInt64(stat, at) * 1_000_000_000) + BitConverter.ToUInt32(stat, at + 8));

    private static int Number(SafeFileHandle handle) => (int)handle.DangerousGetHandle();

    private static Win32Exception Error() => new(Marshal.GetLastPInvokeError());

    [DllImport("libc", SetLastError = true, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int openat(int within, [MarshalAs(UnmanagedType.LPUTF8Str)] string name, int flags);

    [DllImport("libc", SetLastError = true, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int statx(int within, [MarshalAs(UnmanagedType.LPUTF8Str)] string name, int flags, uint mask, [Out] byte[] stat);

    [DllImport("libc", SetLastError = true, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int unlinkat(int within, [MarshalAs(UnmanagedType.LPUTF8Str)] string name, int flags);

    [DllImport("libc", SetLastError = true, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int flock(int file, int operation);
}
