namespace Picard.Http;

/// <summary>Which known fields a section has, without a look at its entries: one bit for each field number modulo 64, so a clear bit is certain.</summary>
internal struct FieldNames
{
    private ulong _present;
    private ulong _repeated;

    public void Add(KnownField field)
    {
        var bit = 1UL << (int)field;
        _repeated |= _present & bit;
        _present |= bit;
    }

    public readonly bool MayHave(KnownField field) => (_present & (1UL << (int)field)) != 0;

    public readonly bool MayRepeat(KnownField field) => (_repeated & (1UL << (int)field)) != 0;
}
