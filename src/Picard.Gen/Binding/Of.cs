namespace Picard.Gen;

/// <summary>Stands for a type in overload resolution, without a value of it.</summary>
/// <remarks>
/// Emitted code writes <c>default(Of&lt;int?&gt;)</c>, and the compiler picks the overload of <see cref="Parameter"/> for it. The wrapper is
/// invariant, so that conversions between the wrapped types (an array to a sequence, a class to its base) never make the choice ambiguous.
/// </remarks>
/// <typeparam name="T">The type as the user wrote it.</typeparam>
public readonly struct Of<T>;
