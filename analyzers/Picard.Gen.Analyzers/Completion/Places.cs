using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <summary>
/// Names the places that hold tasks, so that facts can be kept of them: locals, parameters, fields and properties of these or of <c>this</c>, and elements.
/// What only looks at a task in another way, as <c>GetAwaiter()</c> or <c>ConfigureAwait(false)</c>, has the name of the task.
/// </summary>
internal static class Places
{
    /// <summary>The symbol of a local, parameter, field or property; null: it is none.</summary>
    public static ISymbol? SymbolOf(IOperation operation) => Unconverted.Of(operation) switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation property => property.Property,
        _ => null,
    };

    /// <summary>The task that a value is, or looks at: without conversions, awaiters and configuration.</summary>
    public static IOperation TaskOf(IOperation value)
    {
        while (true)
        {
            value = Unconverted.Of(value);
            if (value is IConditionalAccessInstanceOperation && AccessedBy(value) is { } accessed)
            {
                value = accessed;
                continue;
            }

            if (value is IInvocationOperation { TargetMethod.Name: "GetAwaiter" or "ConfigureAwait" or "AsTask" or "Preserve" or "WaitAsync" or "Unwrap" } view
                && (view.Instance ?? (view.Arguments.Length > 0 ? view.Arguments[0].Value : null)) is { } task)
            {
                value = task;
                continue;
            }

            return value;
        }
    }

    /// <summary>The name of the place; null: the value is in none that has a name.</summary>
    public static string? KeyOf(IOperation? value)
    {
        if (value is null)
        {
            return null;
        }

        switch (TaskOf(value))
        {
            case ILocalReferenceOperation { Local: var local }:
                return Key(local);

            case IParameterReferenceOperation { Parameter: var parameter }:
                return Key(parameter);

            case IFlowCaptureReferenceOperation capture:
                return Key(capture.Id);

            case IInstanceReferenceOperation:
                return "this";

            case IFieldReferenceOperation { Field: { IsStatic: true } field }:
                return $"{MetadataNames.Of(field.ContainingType)}.{field.Name}";

            case IFieldReferenceOperation { Field: var field, Instance: var instance }:
                return KeyOf(instance) is { } ofField ? $"{ofField}.{field.Name}" : null;

            case IPropertyReferenceOperation { Arguments.IsEmpty: true, Property: var property, Instance: { } instance }:
                return KeyOf(instance) is { } ofProperty ? $"{ofProperty}.{property.Name}" : null;

            case IPropertyReferenceOperation { Arguments: [var index], Instance: { } instance }:
                return Element(instance, index.Value);

            case IArrayElementReferenceOperation { Indices: [var index] } element:
                return Element(element.ArrayReference, index);

            default:
                return null;
        }
    }

    public static string Key(CaptureId capture) => $"capture{capture.GetHashCode().ToString(CultureInfo.InvariantCulture)}";

    public static string Key(ISymbol symbol) => $"{symbol.Name}@{(symbol.Locations.Length > 0 ? symbol.Locations[0].SourceSpan.Start : 0).ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The collection that an element is taken of; null: the value is no element.</summary>
    public static IOperation? CollectionOf(IOperation value) => TaskOf(value) switch
    {
        IArrayElementReferenceOperation element => element.ArrayReference,
        IPropertyReferenceOperation { Arguments.Length: 1, Instance: { } instance } => instance,
        IInvocationOperation
        {
            TargetMethod: { ContainingType.Name: "Enumerable", Name: "First" or "FirstOrDefault" or "Last" or "LastOrDefault" or "Single" or "SingleOrDefault" or "ElementAt" or "ElementAtOrDefault" },
            Arguments: [var source, ..]
        } => source.Value,
        _ => null,
    };

    /// <summary>What stands before the <c>?.</c> that an operation is under.</summary>
    public static IOperation? AccessedBy(IOperation instance)
    {
        for (var parent = instance.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IConditionalAccessOperation access)
            {
                return access.Operation;
            }
        }

        return null;
    }

    private static string? Element(IOperation collection, IOperation index)
    {
        var number = index.ConstantValue is { HasValue: true, Value: { } constant } ? Convert.ToString(constant, CultureInfo.InvariantCulture) : KeyOf(index);
        return number is not null && KeyOf(collection) is { } key ? $"{key}[{number}]" : null;
    }
}
