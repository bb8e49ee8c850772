namespace Picard.Gen.Tasks;

/// <summary>What is known of a value on the evaluation stack.</summary>
/// <param name="Type">The name of its type; empty: unknown.</param>
/// <param name="Parameter">The number of the argument that it is, <c>this</c> counted; negative: it is none.</param>
/// <param name="Number">A constant.</param>
/// <param name="Slot">The local that it is the address or value of; negative: none.</param>
/// <param name="Field">The field that it was read from, or compared with null after that; 0: none.</param>
/// <param name="Call">The number of the call that returned it, among the calls of the body; negative: none.</param>
/// <param name="Target">The method that a delegate calls.</param>
/// <param name="Flag">The number of the parameter, of type <c>bool</c>, that it is; of an asynchronous method that of the method in the source. The token of a field of that type. Negative: it is none.</param>
/// <param name="IsNot">Whether it is the opposite of the flag.</param>
internal sealed record StackValue(
    ValueOrigin Origin = ValueOrigin.Unknown,
    string Type = "",
    int Parameter = -1,
    int? Number = null,
    int Slot = -1,
    int Field = 0,
    int Call = -1,
    MethodName? Target = null,
    int Flag = -1,
    bool IsNot = false)
{
    /// <summary>In place of a flag: what an asynchronous method has yet to resume at.</summary>
    public const int State = -2;

    /// <summary>Whether a flag is a field: the tokens of fields begin here.</summary>
    public static bool IsField(int flag) => flag >= 0x0400_0000;

    public static StackValue Unknown { get; } = new(ValueOrigin.Unknown);
}
