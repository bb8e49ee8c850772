namespace Picard.Gen.Tasks;

/// <summary>A call in a body.</summary>
/// <param name="Arguments">What is known of each argument, of <c>this</c> first.</param>
/// <param name="Offset">Where it stands in the body.</param>
/// <param name="Source">The call that returned the first argument; null: none did.</param>
internal sealed record ScannedCall(MethodName Method, IReadOnlyList<StackValue> Arguments, int Offset = 0, ScannedCall? Source = null)
{
    /// <summary>Whether it is only made if a parameter of the method around it, which is <see cref="Flag"/>, is <see cref="FlagValue"/>.</summary>
    public bool HasFlag => Flag >= 0;

    public int Flag { get; set; } = -1;

    public int FlagValue { get; set; }

    /// <summary>Whether it returns a task that is complete.</summary>
    public bool ReturnsComplete { get; set; }

    /// <summary>Whether the sequence that it returns is gone through in the same body.</summary>
    public bool IsEnumerated { get; set; }
}
