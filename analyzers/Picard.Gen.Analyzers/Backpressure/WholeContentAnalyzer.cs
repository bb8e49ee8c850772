using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Picard.Gen.Analyzers;

/// <summary>Content that is read whole into memory, however long its sender makes it, and limits of servers that are switched off.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WholeContentAnalyzer : DiagnosticAnalyzer
{
    // Limit: more than this is no limit of what one request may hold.
    private const long LargestLimit = 1 << 30;

    private const string StreamIt = "pass the content on piece by piece, or check its length against a limit";
    private const string KeepLimit = "keep a limit that memory can hold";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Rules.WholeContent];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSyntaxNodeAction(AnalyzeCall, SyntaxKind.InvocationExpression);
        context.RegisterSyntaxNodeAction(AnalyzeArray, SyntaxKind.ArrayCreationExpression);
        context.RegisterSyntaxNodeAction(AnalyzeAssignment, SyntaxKind.SimpleAssignmentExpression);
        context.RegisterSyntaxNodeAction(AnalyzeAttribute, SyntaxKind.Attribute);
    }

    private static void AnalyzeCall(SyntaxNodeAnalysisContext context)
    {
        var site = new CallSite(context, (InvocationExpressionSyntax)context.Node);
        var isWhole = site.Name switch
        {
            "ReadToEndAsync" or "ReadToEnd" => IsReadToEnd(site),
            "CopyToAsync" or "CopyTo" => IsCopyToMemory(site),
            "ReadAsStringAsync" or "ReadAsByteArrayAsync" or "LoadIntoBufferAsync" => IsUnlimitedResponse(site),
            "GetStringAsync" or "GetByteArrayAsync" => IsFetchForPeer(site),
            "ToListAsync" or "ToArrayAsync" or "ToHashSetAsync" or "ToDictionaryAsync" => IsPeerList(site),
            "FromStreamAsync" or "FromStream" => IsBinary(site),
            "AdvanceTo" => PipeAccumulation.Is(site),
            "EnableBuffering" => site.Call.ArgumentList.Arguments.Any(argument => IsHuge(site.Model.GetConstantValue(argument.Expression, site.Cancellation).Value)),
            "Rent" => PeerLength.Is(site.Call.ArgumentList.Arguments.FirstOrDefault()?.Expression, site.Function, site.Model, site.Cancellation),
            _ => false,
        };
        if (isWhole && !site.IsInTest && !Limits.AreChecked(site.Function, null) && !Limits.IsBoundedByAttribute(site.Call))
        {
            var (what, instead) = site.Name == "AdvanceTo"
                ? ("consumes nothing until everything is there", "compare the length of the buffer with a limit")
                : ("holds all of the content in memory", StreamIt);
            site.Report(Rules.WholeContent, site.Display, what, instead);
        }
    }

    /// <summary>An array of as many octets as a peer has named.</summary>
    private static void AnalyzeArray(SyntaxNodeAnalysisContext context)
    {
        var array = (ArrayCreationExpressionSyntax)context.Node;
        if (array.Type is { ElementType: PredefinedTypeSyntax { Keyword.ValueText: "byte" or "char" }, RankSpecifiers: [{ Sizes: [var size] }] } && size is not (OmittedArraySizeExpressionSyntax or LiteralExpressionSyntax)
            && !Tests.Contain(array) && PeerLength.Is(size, Calls.FunctionOf(array), context.SemanticModel, context.CancellationToken))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.WholeContent, array.GetLocation(), array.ToString(), "is as long as the peer has said", "compare the length with a limit first"));
        }
    }

    private static bool IsReadToEnd(CallSite site)
    {
        if (Calls.ReceiverOf(site.Call) is not { } reader || !Api.IsTextReader(site.ReceiverType))
        {
            return false;
        }

        return Origins.Of(reader, site.Model, site.Cancellation) is BaseObjectCreationExpressionSyntax { ArgumentList.Arguments: [var source, ..] } made && made.SyntaxTree == site.Model.SyntaxTree
            && IsContent(source.Expression, site);
    }

    private static bool IsCopyToMemory(CallSite site)
    {
        if (Calls.ReceiverOf(site.Call) is not { } source || site.Call.ArgumentList.Arguments is not [var target, ..] || !IsMemory(target.Expression, site))
        {
            return false;
        }

        var type = site.ReceiverType;
        return type is { Name: "HttpContent" } ? IsUnlimitedResponse(site)
            : Api.IsPipeReader(type) || Api.IsContentReader(type) || (Api.IsStream(type) && IsContent(source, site));
    }

    private static bool IsMemory(ExpressionSyntax target, CallSite site) => Api.IsMemoryStream(site.Model.GetTypeInfo(target, site.Cancellation).Type)
        || (Origins.Of(target, site.Model, site.Cancellation) is BaseObjectCreationExpressionSyntax made && made.SyntaxTree == site.Model.SyntaxTree && Api.IsMemoryStream(site.Model.GetTypeInfo(made, site.Cancellation).Type));

    /// <summary>Whether a stream brings the content of a message, or comes from a connection.</summary>
    private static bool IsContent(ExpressionSyntax stream, CallSite site)
    {
        var origin = Origins.Of(stream, site.Model, site.Cancellation);
        if (IsConnection(site.Model.GetTypeInfo(stream, site.Cancellation).Type))
        {
            return true;
        }

        switch (origin)
        {
            case MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Body" or "InputStream" or "RequestBody" or "Input" } body when origin.SyntaxTree == site.Model.SyntaxTree:
                return Api.IsStream(site.Model.GetTypeInfo(body, site.Cancellation).Type);
            case InvocationExpressionSyntax call:
                return Calls.Name(call) is "GetStream" or "GetResponseStream" or "AsStream" or "AcceptAsync"
                    || (Calls.Name(call) is "ReadAsStreamAsync" or "ReadAsStream" && IsHeadersOnly(site.Function))
                    || (Calls.Name(call) is "GetStreamAsync" && PeerCode.IsEntryItself(site.Function, site.Model, site.Cancellation) && TakesParameter(call, site));
            case BaseObjectCreationExpressionSyntax creation when creation.SyntaxTree == site.Model.SyntaxTree:
                return IsConnection(site.Model.GetTypeInfo(creation, site.Cancellation).Type) || (creation.ArgumentList?.Arguments is [var inner, ..] && Api.IsStream(site.Model.GetTypeInfo(inner.Expression, site.Cancellation).Type) && IsContent(inner.Expression, site));
            default:
                return origin is IdentifierNameSyntax && site.Model.GetSymbolInfo(origin, site.Cancellation).Symbol is IParameterSymbol && PeerCode.IsPeerFacing(site.Function, site.Model, site.Cancellation);
        }
    }

    private static bool IsConnection(ITypeSymbol? type) => Api.Is(type, "NetworkStream", "System.Net.Sockets") || Api.Is(type, "SslStream", "System.Net.Security") || Api.Is(type, "QuicStream", "System.Net.Quic") || type is { Name: "WebSocketStream" };

    /// <summary>Whether a response is read whole whose content is not limited by its client: only the head was waited for.</summary>
    private static bool IsUnlimitedResponse(CallSite site) =>
        site.ReceiverType is { } type && Api.Is(type, "HttpContent", "System.Net.Http") && (IsHeadersOnly(site.Function) || IsRequestContent(site));

    private static bool IsRequestContent(CallSite site) => Calls.ReceiverOf(site.Call) is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Content", Expression: var owner }
        && site.Model.GetTypeInfo(owner, site.Cancellation).Type is { Name: "HttpRequestMessage" } && PeerCode.IsEntry(site.Function, site.Model, site.Cancellation);

    private static bool IsHeadersOnly(SyntaxNode function) => function.DescendantNodes().OfType<IdentifierNameSyntax>().Any(static name => name.Identifier.ValueText == "ResponseHeadersRead");

    /// <summary>Whether an endpoint fetches what its caller has named, whatever that is, as a whole.</summary>
    private static bool IsFetchForPeer(CallSite site) =>
        Api.Is(site.ReceiverType, "HttpClient", "System.Net.Http") && TakesParameter(site.Call, site) && PeerCode.IsEntryItself(site.Function, site.Model, site.Cancellation)
        && !(site.Function.SyntaxTree.GetText(site.Cancellation).ToString().IndexOf("MaxResponseContentBufferSize", StringComparison.Ordinal) >= 0);

    private static bool TakesParameter(InvocationExpressionSyntax call, CallSite site) => call.ArgumentList.Arguments is [var address, ..]
        && site.Model.GetSymbolInfo(Calls.Strip(address.Expression), site.Cancellation).Symbol is IParameterSymbol;

    private static bool IsPeerList(CallSite site) => Calls.ReceiverOf(site.Call) is { } items && site.ReceiverType is { Name: "IAsyncEnumerable" }
        && Receiving.IsPeerSequence(items, site.Model, site.Cancellation) && PeerCode.IsPeerFacing(site.Function, site.Model, site.Cancellation);

    private static bool IsBinary(CallSite site) => Calls.LastName(Calls.ReceiverOf(site.Call)) == "BinaryData" && site.Call.ArgumentList.Arguments is [var stream, ..] && IsContent(stream.Expression, site);

    private static void AnalyzeAssignment(SyntaxNodeAnalysisContext context)
    {
        var assignment = (AssignmentExpressionSyntax)context.Node;
        var name = Calls.LastName(assignment.Left);
        if (name is not ("MaxRequestBodySize" or "MaximumReceiveMessageSize" or "MaxReceiveMessageSize" or "MultipartBodyLengthLimit" or "BufferBodyLengthLimit" or "ValueLengthLimit" or "MaxAllowedContentLength" or "MaxRequestContentLength" or "MaxResponseContentBufferSize"))
        {
            return;
        }

        var isOff = assignment.Right.IsKind(SyntaxKind.NullLiteralExpression) || IsHuge(context.SemanticModel.GetConstantValue(assignment.Right, context.CancellationToken).Value);
        if (isOff && context.SemanticModel.GetSymbolInfo(assignment.Left, context.CancellationToken).Symbol is IPropertySymbol property && !Streams(assignment) && !IsOfOneRequest(property, assignment))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.WholeContent, assignment.GetLocation(), assignment.ToString(), "switches the limit of content off", KeepLimit));
        }
    }

    private static void AnalyzeAttribute(SyntaxNodeAnalysisContext context)
    {
        var attribute = (AttributeSyntax)context.Node;
        var name = attribute.Name.ToString();
        var isOff = name.EndsWith("DisableRequestSizeLimit", StringComparison.Ordinal)
            || (name.EndsWith("RequestSizeLimit", StringComparison.Ordinal) && attribute.ArgumentList?.Arguments is [var limit] && IsHuge(context.SemanticModel.GetConstantValue(limit.Expression, context.CancellationToken).Value))
            || (name.EndsWith("RequestFormLimits", StringComparison.Ordinal) && attribute.ArgumentList?.Arguments.Any(argument => IsHuge(context.SemanticModel.GetConstantValue(argument.Expression, context.CancellationToken).Value)) == true);
        if (isOff && !Streams(attribute))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rules.WholeContent, attribute.GetLocation(), name, "switches the limit of content off", KeepLimit));
        }
    }

    private static bool IsHuge(object? value) => value switch
    {
        int number => number >= LargestLimit,
        long number => number >= LargestLimit,
        _ => false,
    };

    /// <summary>Whether the limit is that of the request at hand, which is switched off to pass its content on, somewhere: the type holds no content whole.</summary>
    private static bool IsOfOneRequest(IPropertySymbol limit, SyntaxNode node) => limit.ContainingType is { Name: "IHttpMaxRequestBodySizeFeature" }
        && node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type && !type.DescendantNodes().OfType<SimpleNameSyntax>()
            .Any(static name => name.Identifier.ValueText is "MemoryStream" or "ReadToEndAsync" or "ReadToEnd" or "EnableBuffering" or "ReadFromJsonAsync" or "ReadFormAsync");

    /// <summary>Whether the method that has no limit passes its content on piece by piece, so that it holds little of it.</summary>
    private static bool Streams(SyntaxNode node) => node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } method && method.DescendantNodes().OfType<InvocationExpressionSyntax>()
        .Any(static call => Calls.Name(call) is "CopyToAsync" or "ReadNextSectionAsync" || (Calls.Name(call) is "ReadAsync" && Loops.Around(call).Any()))
        && !method.DescendantNodes().OfType<IdentifierNameSyntax>().Any(static name => name.Identifier.ValueText == "MemoryStream");
}
