using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Generators;

/// <summary>Reads what a syntax tree contributes, by syntax alone.</summary>
/// <remarks>
/// A model lives as long as its tree: the compiler keeps the trees of files that did not change, so an edit reads one tree again. Asking the
/// compilation for symbols instead would cost all handlers at every edit.
/// </remarks>
internal static class TreeReader
{
    private static readonly ConditionalWeakTable<SyntaxTree, TreeModel> s_models = new();

    public static TreeModel Read(SyntaxTree tree, CancellationToken cancellationToken)
    {
        if (s_models.TryGetValue(tree, out var known))
        {
            return known;
        }

        var model = tree.GetRoot(cancellationToken) is CompilationUnitSyntax root ? Read(root) : TreeModel.Empty;

        // Race: two hosts may read a tree at once; both models are equal, and the first one stays.
        return s_models.GetValue(tree, _ => model);
    }

    private static TreeModel Read(CompilationUnitSyntax root)
    {
        var parts = new List<PartModel>();
        var types = new List<TypeModel>();
        var clients = new List<ClientPartModel>();
        var pools = new List<PoolModel>();
        Visit(root.Members, new Surroundings(root), parts, types, clients, pools);
        var hasGlobalImport = root.Usings.Any(static u => !u.GlobalKeyword.IsKind(SyntaxKind.None) && AttributeReader.Imports(u, KnownNames.Namespace));
        var globalUsings = root.Usings.Where(static u => !u.GlobalKeyword.IsKind(SyntaxKind.None) && u.Alias is null && u.StaticKeyword.IsKind(SyntaxKind.None))
            .Select(static u => u.Name!.ToString())
            .ToList();
        return types.Count == 0 && globalUsings.Count == 0 ? TreeModel.Empty : new TreeModel(hasGlobalImport, globalUsings, parts, types) { Clients = clients, Pools = pools };
    }

    private static void Visit(SyntaxList<MemberDeclarationSyntax> members, Surroundings at, List<PartModel> parts, List<TypeModel> types, List<ClientPartModel> clients, List<PoolModel> pools)
    {
        foreach (var member in members)
        {
            switch (member)
            {
                case BaseNamespaceDeclarationSyntax inner:
                    Visit(inner.Members, at.Inside(inner), parts, types, clients, pools);
                    break;
                case TypeDeclarationSyntax type:
                    var isClass = type is ClassDeclarationSyntax or RecordDeclarationSyntax { ClassOrStructKeyword.RawKind: not (int)SyntaxKind.StructKeyword };
                    if (isClass && PartReader.Read(type, at) is { } part)
                    {
                        parts.Add(part);
                    }

                    if ((isClass || type is InterfaceDeclarationSyntax) && ClientReader.Read(type, at) is { } client)
                    {
                        clients.Add(client);
                    }

                    if (isClass && ClientReader.ReadPool(type, at) is { } pool)
                    {
                        pools.Add(pool);
                    }

                    types.Add(TypeReader.Read(type, at));
                    Visit(type.Members, at.Inside(type), parts, types, clients, pools);
                    break;
                case EnumDeclarationSyntax type:
                    types.Add(TypeReader.Read(type, at));
                    break;
            }
        }
    }
}
