namespace Reconciler.Store;

/// <summary>Which database keeps the records.</summary>
public enum StoreProvider
{
    /// <summary>Embedded: one file, <c>reconciler.db</c>.</summary>
    Sqlite,
    SqlServer,
}

/// <summary>Where the records are kept.</summary>
/// <param name="ConnectionString">For a SQLite file: <see cref="Database.ForFile"/>.</param>
/// <param name="LockTimeoutSeconds">How long a writer waits for another one before <see cref="StoreBusyException"/>; 1 to 3,600, default 30.</param>
public sealed record StoreSettings(StoreProvider Provider, string ConnectionString, int LockTimeoutSeconds = 30);
