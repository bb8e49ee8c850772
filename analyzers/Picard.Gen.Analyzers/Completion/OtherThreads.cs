using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Picard.Gen.Analyzers;

/// <summary>What runs a delegate on another thread than the one that hands it over.</summary>
internal static class OtherThreads
{
    private static readonly HashSet<string> s_methods = new(StringComparer.Ordinal)
    {
        "System.Threading.Tasks.Task.Run", "System.Threading.Tasks.TaskFactory.StartNew", "System.Threading.Tasks.TaskFactory`1.StartNew", "System.Threading.Tasks.Task..ctor",
        "System.Threading.Tasks.Task`1..ctor", "System.Threading.Tasks.Task.ContinueWith", "System.Threading.Tasks.Task`1.ContinueWith", "System.Threading.Tasks.TaskFactory.ContinueWhenAll",
        "System.Threading.Tasks.TaskFactory.ContinueWhenAny", "System.Threading.Tasks.TaskFactory`1.ContinueWhenAll", "System.Threading.Tasks.TaskFactory`1.ContinueWhenAny",
        "System.Threading.Thread..ctor", "System.Threading.Timer..ctor", "System.Threading.ThreadPool.QueueUserWorkItem", "System.Threading.ThreadPool.UnsafeQueueUserWorkItem",
        "System.Threading.ThreadPool.RegisterWaitForSingleObject", "System.Threading.ThreadPool.UnsafeRegisterWaitForSingleObject", "System.TimeProvider.CreateTimer",
        "System.Threading.Tasks.Parallel.ForAsync", "System.Threading.Tasks.Parallel.ForEachAsync", "System.Threading.SynchronizationContext.Post",
        "System.Windows.Threading.Dispatcher.BeginInvoke", "System.Windows.Threading.Dispatcher.InvokeAsync",
    };

    private static readonly HashSet<string> s_events = new(StringComparer.Ordinal)
    {
        "System.Timers.Timer.Elapsed", "System.ComponentModel.BackgroundWorker.DoWork", "System.IO.FileSystemWatcher.Changed", "System.IO.FileSystemWatcher.Created",
        "System.IO.FileSystemWatcher.Deleted", "System.IO.FileSystemWatcher.Renamed", "System.Diagnostics.Process.Exited", "System.Diagnostics.Process.OutputDataReceived",
        "System.Diagnostics.Process.ErrorDataReceived", "System.Console.CancelKeyPress", "System.AppDomain.ProcessExit",
    };

    public static bool Run(IOperation function)
    {
        // Limit: a delegate goes through a creation, a conversion and an argument; variables are for the caller to follow.
        var value = function;
        for (var parent = function.Parent; parent is not null; parent = parent.Parent)
        {
            switch (parent)
            {
                case IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation or IArrayInitializerOperation:
                    value = parent;
                    continue;

                // new Thread(new ThreadStart(…)): the delegate's own constructor is a delegate creation already.
                case IArgumentOperation { Parent: IInvocationOperation invocation } argument:
                    return Runs(invocation.TargetMethod, invocation.Arguments, argument);

                case IArgumentOperation { Parent: IObjectCreationOperation { Constructor: { } constructor } creation } argument:
                    return Runs(constructor, creation.Arguments, argument);

                case IEventAssignmentOperation { EventReference: IEventReferenceOperation { Event: var raised } }:
                    return s_events.Contains($"{MetadataNames.Of(raised.ContainingType)}.{raised.Name}");

                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }:
                    return IsOnlyRunElsewhere(local, value);

                default:
                    return false;
            }
        }

        return false;
    }

    private static bool Runs(IMethodSymbol method, IEnumerable<IArgumentOperation> arguments, IArgumentOperation function)
    {
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        if (definition.ContainingType is not { } type || !s_methods.Contains($"{MetadataNames.Of(type)}.{definition.Name}") || function.Parameter is null)
        {
            return false;
        }

        // A scheduler or options of the caller's may run it right here.
        return !arguments.Any(static argument => argument.Value.DescendantsAndSelf().Any(static operation =>
            operation is IInvocationOperation { TargetMethod.Name: "FromCurrentSynchronizationContext" } or IFieldReferenceOperation { Field.Name: "ExecuteSynchronously" }));
    }

    /// <summary>Whether a local that holds a delegate is used for nothing else than to be run on another thread.</summary>
    private static bool IsOnlyRunElsewhere(ILocalSymbol local, IOperation function)
    {
        var found = false;
        foreach (var operation in Writes.RootOf(function).Descendants())
        {
            if (operation is ILocalReferenceOperation { Local: var used } && SymbolEqualityComparer.Default.Equals(used, local))
            {
                if (!Run(operation))
                {
                    return false;
                }

                found = true;
            }
        }

        return found;
    }
}
