namespace Picard.Gen.Generators;

/// <summary>One partial declaration of an interface or class that may be a client.</summary>
internal sealed record ClientPartModel
{
    /// <summary>Namespace, containing types and name, with dots: the parts of one type share it.</summary>
    public required string FullName { get; init; }

    /// <summary>What follows <c>partial</c>: <c>interface</c>, <c>class</c> or <c>record</c>.</summary>
    public required string Keyword { get; init; }

    public required string Name { get; init; }

    public required ScopeModel Scope { get; init; }

    /// <summary>Whether [Client] is on this part.</summary>
    public required bool IsMarked { get; init; }

    /// <summary>Whether [Client] is recognised whatever the imports.</summary>
    public required bool IsImported { get; init; }

    /// <summary>Whether nothing can be emitted for it: generic, static, abstract, file-local, or inside something that is not partial.</summary>
    public required bool IsUnsupported { get; init; }

    /// <summary>What [Client] and the other attributes of this part say.</summary>
    public required ClientWholeModel Whole { get; init; }

    public EquatableArray<ClientMethodModel> Methods { get; init; }

    public bool IsInterface => Keyword == "interface";

    /// <summary>The name with its containing types, as people say it.</summary>
    public string DisplayName => Scope.Types.Count == 0 ? Name : string.Join(".", Scope.Types.Select(static t => t.Name)) + "." + Name;
}
