using System.Runtime.InteropServices;

namespace Reconciler.Worker.Settings;

/// <summary>Who may read what the program writes: database, mails, evidence and logs are for its account and that account's group alone.</summary>
internal static class FileRights
{
    // Octal 022, 027 and 007 of umask(2).
    private const uint Usual = 0b000_010_010, Narrow = 0b000_010_111, NobodyElse = 0b000_000_111;

    /// <summary>Takes from all files that are made from now on the rights of others; where the system's usual mask stands, the group's right to write too. On Windows the folder's rights hold.</summary>
    public static void KeepToGroup()
    {
        if (!OperatingSystem.IsWindows())
        {
            var inherited = SetMask(Narrow);
            _ = SetMask(MaskFor(inherited));
        }
    }

    /// <param name="inherited">A mask that somebody chose, such as 0002 for a group whose people approve letters, holds for the group.</param>
    internal static uint MaskFor(uint inherited) => inherited == Usual ? Narrow : inherited | NobodyElse;

    // Source: POSIX, umask: it always succeeds, and returns the mask of before.
    [DllImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint SetMask(uint mask);
}
