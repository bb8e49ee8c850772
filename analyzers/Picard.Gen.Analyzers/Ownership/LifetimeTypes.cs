using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Picard.Gen.Analyzers;

/// <summary>What the types of a compilation mean for lifetimes.</summary>
internal sealed class LifetimeTypes(Compilation compilation)
{
    private static readonly HashSet<string> s_views = new(StringComparer.Ordinal)
    {
        "System.Span", "System.ReadOnlySpan", "System.Memory", "System.ReadOnlyMemory", "System.ArraySegment", "System.SequencePosition",
        "System.Buffers.ReadOnlySequence", "System.Buffers.SequenceReader", "System.Buffers.IMemoryOwner", "System.Buffers.MemoryHandle",
        "Picard.ForwardedRequest", "Picard.ForwardedResponse", "Picard.FieldChanges",
    };

    private static readonly HashSet<string> s_tasks = new(StringComparer.Ordinal)
    {
        "System.Threading.Tasks.Task", "System.Threading.Tasks.ValueTask", "System.Runtime.CompilerServices.ConfiguredTaskAwaitable",
        "System.Runtime.CompilerServices.ConfiguredValueTaskAwaitable",
    };

    private readonly ConcurrentDictionary<ITypeSymbol, bool> _views = new(SymbolEqualityComparer.Default);

    public INamedTypeSymbol? PipeReader { get; } = compilation.GetTypeByMetadataName("System.IO.Pipelines.PipeReader");

    public INamedTypeSymbol? PipeWriter { get; } = compilation.GetTypeByMetadataName("System.IO.Pipelines.PipeWriter");

    public INamedTypeSymbol? Pipe { get; } = compilation.GetTypeByMetadataName("System.IO.Pipelines.Pipe");

    public INamedTypeSymbol? ReadResult { get; } = compilation.GetTypeByMetadataName("System.IO.Pipelines.ReadResult");

    public INamedTypeSymbol? BufferWriter { get; } = compilation.GetTypeByMetadataName("System.Buffers.IBufferWriter`1");

    public INamedTypeSymbol? ArrayPool { get; } = compilation.GetTypeByMetadataName("System.Buffers.ArrayPool`1");

    public INamedTypeSymbol? MemoryOwner { get; } = compilation.GetTypeByMetadataName("System.Buffers.IMemoryOwner`1");

    public INamedTypeSymbol? ValueTask { get; } = compilation.GetTypeByMetadataName("System.Threading.Tasks.ValueTask");

    public INamedTypeSymbol? ValueTaskOf { get; } = compilation.GetTypeByMetadataName("System.Threading.Tasks.ValueTask`1");

    public INamedTypeSymbol? HttpResponse { get; } = compilation.GetTypeByMetadataName("System.Net.Http.HttpResponseMessage");

    public INamedTypeSymbol? HttpContent { get; } = compilation.GetTypeByMetadataName("System.Net.Http.HttpContent");

    public INamedTypeSymbol? HttpClient { get; } = compilation.GetTypeByMetadataName("System.Net.Http.HttpClient");

    public INamedTypeSymbol? WebResponse { get; } = compilation.GetTypeByMetadataName("System.Net.WebResponse");

    public INamedTypeSymbol? ClientResponse { get; } = compilation.GetTypeByMetadataName("Picard.ClientResponse");

    public INamedTypeSymbol? Stream { get; } = compilation.GetTypeByMetadataName("System.IO.Stream");

    public INamedTypeSymbol? Downstream { get; } = compilation.GetTypeByMetadataName("Picard.Downstream");

    public INamedTypeSymbol? Upstream { get; } = compilation.GetTypeByMetadataName("Picard.Upstream");

    public INamedTypeSymbol? ContentReader { get; } = compilation.GetTypeByMetadataName("Picard.ContentReader");

    public KnownSymbols? Known { get; } = KnownSymbols.In(compilation);

    public static bool Is(ITypeSymbol? type, INamedTypeSymbol? definition) =>
        definition is not null && type is not null && SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, definition);

    /// <summary>Whether a type is a class or what derives from it.</summary>
    public static bool DerivesFrom(ITypeSymbol? type, INamedTypeSymbol? definition)
    {
        for (var at = type; at is not null && definition is not null; at = at.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(at.OriginalDefinition, definition))
            {
                return true;
            }
        }

        return false;
    }

    public static bool Implements(ITypeSymbol? type, INamedTypeSymbol? contract) => contract is not null && type is not null
        && (Is(type, contract) || type.AllInterfaces.Any(i => Is(i, contract)));

    public bool IsMemoryOwner(ITypeSymbol? type) => Implements(type, MemoryOwner);

    public bool IsPipeEnd(ITypeSymbol? type) => DerivesFrom(type, PipeReader) || DerivesFrom(type, PipeWriter);

    /// <summary>Whether an expression may be an end of a pipe, a writer of memory or a peer's side of an exchange.</summary>
    public bool MayBePipe(ExpressionSyntax expression, SemanticModel model, CancellationToken cancellationToken) =>
        model.GetTypeInfo(expression, cancellationToken).Type is not { } type || type.TypeKind is TypeKind.Error or TypeKind.TypeParameter or TypeKind.Dynamic
        || IsPipeEnd(type) || DerivesFrom(type, Downstream) || DerivesFrom(type, Upstream) || Implements(type, BufferWriter);

    /// <summary>Whether a method awaits responses of a client; of typed clients no word says so.</summary>
    public bool AwaitsResponse(SyntaxNode codeBlock, SemanticModel model, CancellationToken cancellationToken) => ClientResponse is not null
        && codeBlock.DescendantNodes().OfType<AwaitExpressionSyntax>().Any(wait => Is(model.GetTypeInfo(wait, cancellationToken).Type, ClientResponse));

    public bool IsValueTask(ITypeSymbol? type) => Is(type, ValueTask) || Is(type, ValueTaskOf);

    /// <summary>Whether a type is a response or a stream, or the content of one.</summary>
    public bool IsConnection(ITypeSymbol? type) => Is(type, ClientResponse) || DerivesFrom(type, HttpResponse) || DerivesFrom(type, WebResponse) || DerivesFrom(type, Stream) || DerivesFrom(type, HttpContent);

    /// <summary>Whether a type is something that can be awaited; what it brings is its type argument.</summary>
    public static bool IsTask(ITypeSymbol? type) => type is INamedTypeSymbol named && s_tasks.Contains(FullNameOf(named));

    /// <summary>Whether values of a type show memory of somebody else: spans, sequences, positions, what holds them.</summary>
    public bool IsView(ITypeSymbol? type) => type is not null && _views.GetOrAdd(type, t => IsView(t, 0));

    private bool IsView(ITypeSymbol type, int depth)
    {
        if (depth > 3 || type is not INamedTypeSymbol named || type.TypeKind is TypeKind.Delegate or TypeKind.Enum or TypeKind.Error || type.SpecialType != SpecialType.None)
        {
            return false;
        }

        if (s_views.Contains(FullNameOf(named)) || named.IsRefLikeType || Is(named, ReadResult))
        {
            return true;
        }

        if (IsTask(named))
        {
            return false;
        }

        return (named.ContainingType is { } outer && IsView(outer, depth + 1))
            || named.TypeArguments.Any(a => IsView(a, depth + 1))
            || HoldsSequence(named);
    }

    /// <summary>Of the user's types only those with a sequence: memory may be a copy, a sequence hardly is.</summary>
    private static bool HoldsSequence(INamedTypeSymbol type) => !type.DeclaringSyntaxReferences.IsEmpty
        && type.GetMembers().OfType<IFieldSymbol>().Any(static f => !f.IsStatic && f.Type is INamedTypeSymbol { Name: "ReadOnlySequence" } t && FullNameOf(t) == "System.Buffers.ReadOnlySequence");

    public static string FullNameOf(INamedTypeSymbol type)
    {
        var name = type.Name;
        for (INamespaceOrTypeSymbol at = (INamespaceOrTypeSymbol?)type.ContainingType ?? type.ContainingNamespace; at is not (null or INamespaceSymbol { IsGlobalNamespace: true });
            at = (INamespaceOrTypeSymbol?)at.ContainingType ?? at.ContainingNamespace)
        {
            name = at.Name + "." + name;
        }

        return name;
    }
}
