using Reconciler.Core.Disputes;

namespace Reconciler.Store;

/// <summary>The secret that this store's case numbers and Message-Ids are made with. It lies in the store, so that all who write in it, on whichever machine, make the same, and a copy that is restored goes on with it; no export, report or log shows it.</summary>
public sealed class CaseKeyStore
{
    /// <summary>There is one.</summary>
    private const long Only = 1;

    private readonly Session session;

    internal CaseKeyStore(Session session) => this.session = session;

    /// <summary>The key; null before its first use.</summary>
    public CaseKey? Find() => session.List("CaseKey_Find", null, row => CaseKey.Of(row.Bytes())).SingleOrDefault();

    /// <summary>The key; it is made at its first use.</summary>
    public CaseKey LoadOrMake()
    {
        if (Find() is { } known)
        {
            return known;
        }

        var secret = CaseKey.NewSecret();
        session.Seals.Touch(SealedTable.CaseKeys, Only);
        session.Execute("CaseKey_Add", new Fields().Number("key_no", Only).Bytes("secret", secret));
        return CaseKey.Of(secret);
    }
}
