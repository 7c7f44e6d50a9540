namespace Reconciler.Worker.Commands;

/// <summary>What the process ends with.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>A check or verification failed, or an id or file named on the command line is unknown.</summary>
    public const int Failed = 1;

    /// <summary>Wrong usage or configuration.</summary>
    public const int Usage = 2;

    /// <summary>Could not finish; nothing is half-done.</summary>
    public const int Unfinished = 3;
}

/// <summary>An id or file that was named on the command line is not known.</summary>
internal sealed class UnknownNameException(string message) : Exception(message);
