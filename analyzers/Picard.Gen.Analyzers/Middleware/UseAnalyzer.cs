using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Picard.Gen.Generators;

namespace Picard.Gen.Analyzers;

/// <summary>What applications and handlers take in: middleware by <c>[Use]</c>, other applications by <c>[Mount]</c>.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UseAnalyzer : DiagnosticAnalyzer
{
    private const string NotCompiled = "was compiled without the generator of Picard";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Rules.NotMiddleware, Rules.WithoutEffect, Rules.DuplicateUse, Rules.NotMountable, Rules.InvalidMountPrefix, Rules.MountCycle,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (KnownSymbols.In(start.Compilation) is { } known)
            {
                start.RegisterSymbolAction(symbol => Analyze(symbol, known), SymbolKind.NamedType);
            }
        });
    }

    private static void Analyze(SymbolAnalysisContext context, KnownSymbols known)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var attribute in type.GetAttributes())
        {
            if (KnownSymbols.TypeArgumentOf(attribute, known.Use) is { } middleware)
            {
                CheckUse(context, known, type, attribute, middleware, seen);
            }
            else if (KnownSymbols.TypeArgumentOf(attribute, known.Mount) is { } application)
            {
                CheckMount(context, known, type, attribute, application);
            }
        }
    }

    private static void CheckUse(SymbolAnalysisContext context, KnownSymbols known, INamedTypeSymbol type, AttributeData attribute, INamedTypeSymbol middleware, HashSet<ISymbol> seen)
    {
        var place = Names.PlaceOf(attribute, type, context.CancellationToken);
        var why = !known.IsMiddleware(middleware) ? "is not marked [Middleware]"
            : known.IsForeign(middleware) && middleware.GetTypeMembers("PicardMiddleware").IsEmpty ? NotCompiled
            : null;
        var name = Names.Of(middleware);
        if (why is not null)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.NotMiddleware, place, Names.Of(type), name, why));
        }
        else if (WhyWithoutEffect(context, type, attribute, KnownSymbols.Find(type, known.Application) ?? KnownSymbols.Find(type, known.Handler) ?? KnownSymbols.Find(type, known.Proxy), "[Application], [Handler] or [Proxy]") is { } reason)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.WithoutEffect, place, $"Use<{name}>", Names.Of(type), reason));
        }
        else if (!seen.Add(middleware))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.DuplicateUse, place, Names.Of(type), name));
        }
    }

    private static void CheckMount(SymbolAnalysisContext context, KnownSymbols known, INamedTypeSymbol type, AttributeData attribute, INamedTypeSymbol application)
    {
        var place = Names.PlaceOf(attribute, type, context.CancellationToken);
        var name = Names.Of(application);
        var why = !known.IsApplication(application) ? "is not marked [Application]"
            : known.IsForeign(application) && !application.AllInterfaces.Any(static i => i.Name == "IApplication") ? NotCompiled
            : null;
        if (why is not null)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.NotMountable, place, Names.Of(type), name, why));
        }
        else if (WhyWithoutEffect(context, type, attribute, KnownSymbols.Find(type, known.Application), "[Application]") is { } reason)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.WithoutEffect, place, $"Mount<{name}>", Names.Of(type), reason));
        }
        else if (CycleOf(known, type, application) is { } cycle)
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.MountCycle, place, Names.Of(type), cycle));
        }

        // An argument that is no literal is said to be that elsewhere.
        if (Names.SyntaxOf(attribute, context.CancellationToken) is { } syntax
            && PatternText.LiteralOf(syntax) is { } literal
            && MountPrefix.WhyNot(literal.Token.Value as string ?? "") is { } error)
        {
            context.ReportDiagnostic(Diagnostic.Create(
                Rules.InvalidMountPrefix, PatternText.PlaceOf(literal, error.Start, error.Length), literal.Token.ValueText, name, error.Message));
        }
    }

    /// <summary>The generator takes what stands where the attribute stands that makes the class what it is, since names may mean something else in another file.</summary>
    private static string? WhyWithoutEffect(SymbolAnalysisContext context, INamedTypeSymbol type, AttributeData attribute, AttributeData? role, string roles)
    {
        if (role is null)
        {
            return $"the class is not marked {roles}";
        }

        return PartOf(attribute) == PartOf(role) ? null : $"[{Names.Of(role)}] stands on another part of the class";

        SyntaxNode? PartOf(AttributeData one) => Names.SyntaxOf(one, context.CancellationToken)?.FirstAncestorOrSelf<TypeDeclarationSyntax>();
    }

    /// <summary>The applications by which one would be mounted in itself, for people; null: it is not.</summary>
    private static string? CycleOf(KnownSymbols known, INamedTypeSymbol type, INamedTypeSymbol mounted)
    {
        var path = new List<INamedTypeSymbol>();
        return Leads(mounted) ? string.Join(", which mounts ", path.Select(static p => $"'{Names.Of(p)}'")) : null;

        bool Leads(INamedTypeSymbol application)
        {
            if (path.Contains(application, SymbolEqualityComparer.Default))
            {
                // A cycle that is not ours: its own members say so.
                return false;
            }

            path.Add(application);
            if (SymbolEqualityComparer.Default.Equals(application, type)
                || application.GetAttributes().Select(a => KnownSymbols.TypeArgumentOf(a, known.Mount)).Any(next => next is not null && Leads(next)))
            {
                return true;
            }

            path.RemoveAt(path.Count - 1);
            return false;
        }
    }
}
