namespace Picard.Gen.Tasks;

/// <summary>A call in a body.</summary>
/// <param name="Arguments">What is known of each argument, of <c>this</c> first.</param>
internal sealed record ScannedCall(MethodName Method, IReadOnlyList<StackValue> Arguments);
