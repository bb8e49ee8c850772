using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace Picard.Gen.KnownShapes;

/// <summary>
/// What is found where no other overload is: any of them has fewer type parameters or a more special type, so it is better. Emitted code must
/// compile whatever the user wrote; the analyzers say what is wrong with it.
/// </summary>
[SuppressMessage("Style", "IDE0060", Justification = "The arguments are there for overload resolution.")]
public static class UnknownKinds
{
    /// <summary>No shape.</summary>
    public static UnsupportedShape<T> Shape<T>(this Of<T> type) => UnsupportedShape<T>.Instance;

    /// <summary>No shape.</summary>
    public static UnsupportedShape<T> Shape<T, T1>(this Of<T> type, Shape<T1> first) => UnsupportedShape<T>.Instance;

    /// <summary>No shape.</summary>
    public static UnsupportedShape<T> Shape<T, T1, T2>(this Of<T> type, Shape<T1> first, Shape<T2> second) => UnsupportedShape<T>.Instance;

    /// <summary>No shape.</summary>
    public static UnsupportedShape<T> Shape<T, T1, T2, T3>(this Of<T> type, Shape<T1> first, Shape<T2> second, Shape<T3> third) => UnsupportedShape<T>.Instance;

    /// <summary>No shape.</summary>
    public static UnsupportedShape<T> Shape<T, T1, T2, T3, T4>(this Of<T> type, Shape<T1> first, Shape<T2> second, Shape<T3> third, Shape<T4> fourth) =>
        UnsupportedShape<T>.Instance;

    /// <summary>No shape.</summary>
    public static UnsupportedShape<T> Shape<T, T1, T2, T3, T4, T5>(
        this Of<T> type, Shape<T1> first, Shape<T2> second, Shape<T3> third, Shape<T4> fourth, Shape<T5> fifth) => UnsupportedShape<T>.Instance;

    /// <summary>No shape.</summary>
    public static UnsupportedShape<T> Shape<T, T1, T2, T3, T4, T5, T6>(
        this Of<T> type, Shape<T1> first, Shape<T2> second, Shape<T3> third, Shape<T4> fourth, Shape<T5> fifth, Shape<T6> sixth) => UnsupportedShape<T>.Instance;

    /// <summary>No shape with names: not an enum of this project.</summary>
    public static UnsupportedShape<T> NamedShape<T>(this Of<T> type) => UnsupportedShape<T>.Instance;

    /// <summary>What is bound from something else than the content stays as it is, whatever its JSON would be.</summary>
    public static TParameter OrJson<TParameter>(this TParameter parameter, Shape shape)
        where TParameter : struct => parameter;

    /// <summary>No members that could be bound: the build fails and says so.</summary>
    [Obsolete("The members of this type cannot be bound: [Parameters] takes a class, record or struct of this project that is not generic and that code outside it can name.", error: true)]
    public static bool TryBindMembers<T>(this Of<T> type, Exchange exchange, SourceOf source, out T value) => throw new UnreachableException();
}
