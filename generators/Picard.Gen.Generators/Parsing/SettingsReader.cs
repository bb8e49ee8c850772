using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Generators;

/// <summary>What attributes say of a route method, or of all methods of a class: the same on both.</summary>
internal sealed class SettingsReader
{
    /// <summary>The argument of [ContentType], as text, or null.</summary>
    public string? ContentType { get; private set; }

    /// <summary>The argument of [MaxContent], as text, or null.</summary>
    public string? MaxContent { get; private set; }

    /// <summary>The context that [Json] names, as text, or null.</summary>
    public string? Json { get; private set; }

    /// <summary>What [SlowConsumer] says, or null.</summary>
    public SlowConsumerModel? SlowConsumer { get; private set; }

    /// <summary>Whether [Offload] is there.</summary>
    public bool IsOffloaded { get; private set; }

    /// <summary>Takes what an attribute says.</summary>
    /// <param name="name">Its name, without "Attribute".</param>
    /// <param name="syntax">The attribute.</param>
    public void Take(string name, AttributeSyntax syntax)
    {
        switch (name)
        {
            case KnownNames.ContentType:
                ContentType = AttributeReader.FirstArgument(syntax)?.ToString();
                break;
            case KnownNames.MaxContent:
                MaxContent = AttributeReader.FirstArgument(syntax)?.ToString();
                break;
            case KnownNames.SlowConsumer:
                SlowConsumer = AttributeReader.SlowConsumerOf(syntax);
                break;
            case KnownNames.Offload:
                IsOffloaded = true;
                break;
            case KnownNames.Json:
                Json = AttributeReader.TypeArgument(syntax);
                break;
        }
    }
}
