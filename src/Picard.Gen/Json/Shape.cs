namespace Picard.Gen;

/// <summary>How a type is written as JSON and read from it. <see cref="Shape{T}"/> is what shapes derive from.</summary>
public abstract class Shape
{
    private protected Shape()
    {
    }
}
