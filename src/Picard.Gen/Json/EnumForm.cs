namespace Picard.Gen;

/// <summary>How values of an enum are written.</summary>
[Flags]
public enum EnumForm
{
    /// <summary>As numbers, the default.</summary>
    Number = 0,

    /// <summary>As names, where they have one; numbers are read too.</summary>
    Name = 1,

    /// <summary>The enum is a set of flags: a value may have several names.</summary>
    Flags = 2,
}
