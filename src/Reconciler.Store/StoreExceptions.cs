namespace Reconciler.Store;

/// <summary>The store could not do what was asked. The message says what happened and what to do; nothing half-done stays.</summary>
public abstract class StoreException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The database is not there, cannot be reached or written, is full, or is damaged.</summary>
public sealed class StoreUnreachableException(string message, Exception? inner = null) : StoreException(message, inner);

/// <summary>Another writer held the database for longer than <see cref="StoreSettings.LockTimeoutSeconds"/>. Trying again later may succeed.</summary>
public sealed class StoreBusyException(string message, Exception? inner = null) : StoreException(message, inner);

/// <summary>The database lacks tables that this program needs: run <c>reconciler migrate</c>.</summary>
public sealed class StoreNotMigratedException(string message) : StoreException(message);

/// <summary>The database was brought up to date by a newer program than this one.</summary>
public sealed class StoreTooNewException(string message) : StoreException(message);
