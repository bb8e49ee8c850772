namespace Picard.Gen.Generators;

/// <summary>A middleware that a class uses.</summary>
/// <param name="Type">Its type as written.</param>
internal sealed record UseModel(string Type)
{
    /// <summary>The last name of the type.</summary>
    public string Name => Type.Substring(Type.LastIndexOfAny(['.', ':']) + 1);
}
