using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Analyzers;

/// <summary>What a type is that the generator extends on the side of the client.</summary>
/// <param name="Attribute">The attribute that says so.</param>
/// <param name="Consequence">What becomes of a type that cannot be extended.</param>
internal sealed record ClientRole(string Attribute, string Consequence)
{
    private static readonly ClientRole s_client = new("Client", "it sends no requests");

    private static readonly ClientRole s_pool = new("Pool", "it has no connections");

    public bool IsClient => ReferenceEquals(this, s_client);

    public static ClientRole? Of(INamedTypeSymbol type, KnownSymbols known) => known.IsClient(type) ? s_client : known.IsPool(type) ? s_pool : null;

    /// <summary>The declarations of a type that its user wrote: emitted parts are in files of their own.</summary>
    public static IReadOnlyList<TypeDeclarationSyntax> DeclarationsOf(INamedTypeSymbol type, CancellationToken cancellationToken) =>
        [.. type.DeclaringSyntaxReferences.Where(IsWritten).Select(reference => reference.GetSyntax(cancellationToken)).OfType<TypeDeclarationSyntax>()];

    public static bool IsWritten(ISymbol symbol) => symbol.DeclaringSyntaxReferences.Any(IsWritten);

    public static bool IsPartial(TypeDeclarationSyntax declaration) => declaration.Modifiers.Any(SyntaxKind.PartialKeyword);

    private static bool IsWritten(SyntaxReference reference) => !reference.SyntaxTree.FilePath.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase);
}
