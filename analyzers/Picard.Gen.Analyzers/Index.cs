// The compiler needs this type for list patterns; netstandard2.0 lacks it.
namespace System;

internal readonly struct Index(int value, bool fromEnd = false)
{
    public int Value => value;

    public bool IsFromEnd => fromEnd;

    public int GetOffset(int length) => fromEnd ? length - value : value;
}
