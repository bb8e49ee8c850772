using System.Reflection;
using System.Runtime.Loader;

namespace Picard.Gen.Generators.Tests;

/// <summary>Compiles sources with what the generator emits for them, loads the assembly, and runs its application.</summary>
internal static class EmittedApplication
{
    public static ExchangeHarness Start(string applicationType, IServiceProvider? services, params string[] sources)
    {
        var run = GeneratorRun.Over(sources);
        Assert.Empty(run.Problems());
        using var assembly = new MemoryStream();
        var result = run.Output.Emit(assembly);
        Assert.True(result.Success, string.Join('\n', result.Diagnostics));
        assembly.Position = 0;
        var type = new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(assembly).GetType(applicationType, throwOnError: true)!;
        try
        {
            return (ExchangeHarness)typeof(ExchangeHarness).GetMethod(nameof(ExchangeHarness.For))!.MakeGenericMethod(type).Invoke(null, [services])!;
        }
        catch (TargetInvocationException fault)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(fault.InnerException!);
            throw;
        }
    }
}
